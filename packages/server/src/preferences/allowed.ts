import type { AuthorizationDocument, AuthorizationKind } from '@postern/core/gate';
import type { OrganizationKeys } from '../keys/index.ts';

/** An authorization in force, in words that tell nothing of the person's health. */
export interface Allowed {
  /** Stands for the document in a form: its own id may come from elsewhere, and name somebody. */
  readonly ref: string;
  readonly title: string;
  /** 'YYYY-MM-DD'; null where the document has no date. */
  readonly signedOn: string | null;
}

const OF_ITSELF = 'To use or share information about you';

/**
 * Neither the form's own title nor whom it names is shown: both can tell what somebody is treated
 * for. A kind that the law makes for one sort of records (42 CFR Part 2, psychotherapy notes) would
 * tell by its name alone.
 */
const TITLES: Readonly<Record<AuthorizationKind, string>> = {
  marketing: 'To send you messages that promote products or services',
  marketing_remunerated:
    'To send you messages that promote products or services, for which the sender is paid',
  fundraising_beyond_514f: 'To ask you for donations',
  sale_of_phi: OF_ITSELF,
  cmia_auth: OF_ITSELF,
  mhmda_consent: OF_ITSELF,
  psychotherapy_notes: OF_ITSELF,
  sud_counseling_notes: OF_ITSELF,
  part2_consent: OF_ITSELF,
};

/** Those that stand: not taken back, and not over on `today` ('YYYY-MM-DD', UTC). */
export function allowedOf(
  keys: Pick<OrganizationKeys, 'mac'>,
  documents: readonly AuthorizationDocument[],
  today: string,
): readonly Allowed[] {
  return documents
    .filter((document) => stands(document, today))
    .map((document) => ({
      ref: refOf(keys, document),
      title: titleOf(document),
      signedOn: document.signedOn,
    }))
    .toSorted((a, b) => ((a.signedOn ?? '') < (b.signedOn ?? '') ? 1 : -1));
}

export function refOf(
  keys: Pick<OrganizationKeys, 'mac'>,
  { id }: Pick<AuthorizationDocument, 'id'>,
): string {
  return keys.mac('content', `preferences.authorization:${id}`).toString('hex').slice(0, 24);
}

function titleOf({ kinds, categories }: AuthorizationDocument): string {
  if (categories?.includes('testimonial')) return 'To tell others what you said';
  const titles = new Set(kinds.map((kind) => TITLES[kind]));
  const [title = OF_ITSELF] = titles;
  return titles.size === 1 ? title : OF_ITSELF;
}

function stands({ revokedAt, expiry }: AuthorizationDocument, today: string): boolean {
  if (revokedAt !== null) return false;
  if (expiry?.kind === 'date') return expiry.on >= today;
  return expiry?.kind !== 'event' || expiry.occurredOn === null;
}
