import { AUTHORIZATION_KINDS, type AuthorizationDocument } from '../gate/index.ts';
import type { ConsentEvent, ConsentFact } from './event.ts';

/** What a document was for; `other` of one that is no kind of the gate's, such as a testimonial. */
export const REVOKED_KINDS = [...AUTHORIZATION_KINDS, 'other'] as const;
export type RevokedKind = (typeof REVOKED_KINDS)[number];

export type EarlierRevoked = Extract<ConsentFact, { kind: 'earlier_revoked' }>;

/**
 * When the document was revoked in a record that was deleted since; null where it was signed after.
 * What was signed on a page of ours has its moment. A paper says a day alone, in a place unknown: it
 * has to be later than the revocation's everywhere on earth, or nothing tells that it was signed after.
 */
export function revokedEarlier(
  document: AuthorizationDocument,
  signed: Pick<ConsentEvent, 'at' | 'source'>,
  earlier: readonly EarlierRevoked[],
): string | null {
  const kinds = revokedKinds(document);
  const found = earlier.filter(
    ({ documents, until }) =>
      kinds.includes(documents) &&
      (signed.source === 'page' || signed.source === 'tablet'
        ? Date.parse(signed.at) <= Date.parse(until)
        : document.signedOn === null || document.signedOn <= lastDayOn(until)),
  );
  return found.map(({ until }) => until).toSorted()[0] ?? null;
}

export const revokedKinds = ({ kinds }: AuthorizationDocument): readonly RevokedKind[] =>
  kinds.length === 0 ? ['other'] : kinds;

/** The latest day that it was anywhere at this moment: UTC+14. */
const lastDayOn = (time: string) =>
  new Date(Date.parse(time) + 14 * 3_600_000).toISOString().slice(0, 10);
