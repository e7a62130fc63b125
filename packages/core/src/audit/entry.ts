import type { AuditSubject } from './actions.ts';

/** Who can act: somebody of the staff, an application by its key, Postern itself, a recipient. */
export const ACTOR_KINDS = ['person', 'key', 'system', 'recipient'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Under which purpose (45 CFR 164.506(c), 164.508(a)(3), 164.524, 164.312(a)(2)(ii)). */
export const PURPOSES = ['operations', 'marketing', 'individual', 'security', 'emergency'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const isPurpose = (word: unknown): word is Purpose =>
  PURPOSES.some((purpose) => purpose === word);

/** An entry of the ledger. `sequence` is null until it is sealed, `id` in those of the older chain. */
export interface SealedEntry {
  readonly organizationId: string;
  readonly sequence: number | null;
  readonly id: string | null;
  /** RFC 3339 in UTC with milliseconds. */
  readonly at: string;
  readonly actorKind: string;
  readonly actor: string;
  readonly action: string;
  /** An address, or `~` and the keyed hash of a recipient's; null: it is not known. */
  readonly origin: string | null;
  readonly purpose: string | null;
  /** As `subjectText` writes it. */
  readonly subject: string;
}

const FORM = 'postern.audit.2';

/**
 * The bytes that an entry's keyed hash covers: eleven lines, `-` for what is not known. The leaf of the
 * tree is the same with one line more, the keyed hash in hexadecimal (`leafText`).
 */
export function entryText(entry: SealedEntry): string {
  return [
    FORM,
    entry.organizationId,
    entry.sequence ?? '-',
    entry.id ?? '-',
    entry.at,
    entry.actorKind,
    entry.actor,
    entry.action,
    entry.origin ?? '-',
    entry.purpose ?? '-',
    entry.subject,
  ].join('\n');
}

export const leafText = (entry: SealedEntry, mac: string): string => `${entryText(entry)}\n${mac}`;

/** One text for one subject: JSON with its names in order. */
export function subjectText(subject: AuditSubject): string {
  const names = Object.keys(subject).toSorted();
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, subject[name]])));
}

/** Whether a word can stand on a line of its own. */
export const isLine = (word: string): boolean => /^[\x21-\x7e]{1,200}$/.test(word) && word !== '-';

/** An application's id is a UUID of version 8, a person's of version 7 (RFC 9562): the id alone tells. */
const APPLICATION = /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-/;

export function actorKindOf(actor: string): ActorKind {
  if (actor === 'system' || actor === 'recipient') return actor;
  return APPLICATION.test(actor) ? 'key' : 'person';
}

const PURPOSE_OF: readonly (readonly [prefix: string, purpose: Purpose])[] = [
  ['campaign.', 'marketing'],
  ['segment.', 'marketing'],
  ['template.', 'marketing'],
  ['contact.previewed', 'marketing'],
  ['session.', 'security'],
  ['password.', 'security'],
  ['application.', 'security'],
  ['passkey.', 'security'],
  ['totp.', 'security'],
  ['recovery_codes.', 'security'],
  ['device.', 'security'],
  ['single_sign_on.', 'security'],
  ['scim.', 'security'],
  ['audit.', 'security'],
];

/** The purpose that goes without saying: a person who acts for themselves, else what the act is of. */
export function purposeOf(action: string, kind: ActorKind): Purpose {
  if (kind === 'recipient') return 'individual';
  return PURPOSE_OF.find(([prefix]) => action.startsWith(prefix))?.[1] ?? 'operations';
}
