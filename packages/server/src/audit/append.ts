import {
  type Action,
  type ActorKind,
  type AuditSubject,
  actorKindOf,
  entryText,
  isLine,
  type Purpose,
  purposeOf,
  subjectText,
} from '@postern/core/audit';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { entryIds } from './entry-ids.ts';
import { entryMac } from './entry-mac.ts';

/** From where, what for and in which emergency something was done. */
export interface Circumstances {
  /** The address that the request came from. A recipient's is kept as a keyed hash alone. */
  readonly address?: string | undefined;
  /** Missing: the one that goes without saying. */
  readonly purpose?: Purpose;
  /** The emergency access under which it was done, which marks it (45 CFR 164.312(a)(2)(ii)). */
  readonly emergency?: string;
}

export interface AuditNote extends Circumstances {
  /** A user's or key's id, 'system', or 'recipient'. */
  readonly actor: string;
  /** Missing: a person, unless the actor says otherwise. */
  readonly actorKind?: ActorKind;
  readonly action: Action;
  readonly subject: AuditSubject;
}

/**
 * Appends to the organization's ledger in the caller's transaction: what is not recorded did not
 * happen, and the reverse. It is an insert that nobody waits for; the entry's own keyed hash shows
 * at once when a writer to the database alone changes it, and `sealLedger` gives it its place.
 */
export async function appendAudit(
  tx: Tx,
  keys: OrganizationKeys,
  note: AuditNote,
  now: Date = new Date(),
): Promise<void> {
  await appendAudits(tx, keys, [note], now);
}

/**
 * Appends what stands alone, such as that somebody looked at a person: it is durable when this ends. The
 * statement is its own transaction, which is one way to the database where BEGIN and COMMIT make three.
 */
export async function appendAlone(
  database: Database,
  keys: OrganizationKeys,
  note: AuditNote,
  now: Date = new Date(),
): Promise<void> {
  await insertEntries(database, keys, [note], now);
}

/** As `appendAudit`, several in their order and at one time. */
export async function appendAudits(
  tx: Tx,
  keys: OrganizationKeys,
  notes: readonly AuditNote[],
  now: Date = new Date(),
): Promise<void> {
  await insertEntries(tx, keys, notes, now);
}

async function insertEntries(
  db: Database | Tx,
  keys: OrganizationKeys,
  notes: readonly AuditNote[],
  now: Date,
): Promise<void> {
  if (notes.length === 0) return;
  const at = now.toISOString();
  const nextId = entryIds(notes.length);
  const rows = notes.map((note) => rowOf(keys, note, nextId(), at));
  const column = (name: 'id' | 'actorKind' | 'actor' | 'action' | 'subject' | 'mac') =>
    rows.map((row) => row[name]).join('\n');
  const orUnknown = (name: 'origin' | 'purpose') =>
    rows.map((row) => row[name] ?? UNKNOWN).join('\n');
  // lines: one text of the statement however many entries there are, and nothing to quote and unquote
  await sql`/* prepared: append_audit */
    insert into audit_pending
      (organization_id, at, id, actor_kind, actor, action, subject, origin, purpose, mac)
    select ${keys.organizationId}::uuid, ${at}::timestamptz, id::uuid, actor_kind, actor, action,
           subject::json, origin, purpose, decode(mac, 'hex')
    from unnest(
      string_to_array(${column('id')}, E'\\n'), string_to_array(${column('actorKind')}, E'\\n'),
      string_to_array(${column('actor')}, E'\\n'), string_to_array(${column('action')}, E'\\n'),
      string_to_array(${column('subject')}, E'\\n'),
      string_to_array(${orUnknown('origin')}, E'\\n', ${UNKNOWN}),
      string_to_array(${orUnknown('purpose')}, E'\\n', ${UNKNOWN}),
      string_to_array(${column('mac')}, E'\\n')
    ) as entry (id, actor_kind, actor, action, subject, origin, purpose, mac)`.execute(db);
}

/** As the text that is hashed says it. */
const UNKNOWN = '-';

function rowOf(keys: OrganizationKeys, note: AuditNote, id: string, at: string) {
  const actorKind = note.actorKind ?? actorKindOf(note.actor);
  const origin = originOf(keys, actorKind, note.address);
  const { actor, action, emergency } = note;
  for (const word of [actor, action]) {
    if (!isLine(word)) throw new TypeError('The audit takes an id or a word as actor and action.');
  }
  const entry = {
    organizationId: keys.organizationId,
    sequence: null,
    id,
    at,
    actorKind,
    actor,
    action,
    origin,
    purpose: note.purpose ?? purposeOf(action, actorKind),
    subject: subjectText({ ...note.subject, ...(emergency && { breakGlass: emergency }) }),
  };
  return { ...entry, mac: entryMac(keys, entryText(entry)).toString('hex') };
}

const HASHED_LENGTH = 16;

function originOf(keys: OrganizationKeys, kind: ActorKind, address: string | undefined) {
  if (address === undefined || !isLine(address)) return null;
  if (kind !== 'recipient') return address;
  // a recipient's address is one of the identifiers of 45 CFR 164.514(b)(2)(i)(O)
  const hashed = keys.mac('audit', `origin\0${address}`).toString('base64url');
  return `~${hashed.slice(0, HASHED_LENGTH)}`;
}
