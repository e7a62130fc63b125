import type { DefectiveDocument, RefusalCode } from './answer.ts';
import type { AuthorizationDocument, AuthorizationKind } from './authorization.ts';
import { defectsOf, type Need } from './defects.ts';

interface Wording {
  readonly code: RefusalCode;
  readonly given: string;
  readonly missing: string;
}

/** How each kind is spoken of to people. */
export const WORDING: Readonly<Record<AuthorizationKind, Wording>> = {
  marketing: {
    code: 'needs_marketing_authorization',
    given: 'This person has allowed marketing in writing.',
    missing: 'This person has not allowed marketing.',
  },
  marketing_remunerated: {
    code: 'needs_paid_marketing_authorization',
    given: 'This person has allowed paid marketing in writing.',
    missing: 'This person has not allowed paid marketing.',
  },
  psychotherapy_notes: {
    code: 'needs_psychotherapy_notes_authorization',
    given: 'This person has allowed this use of their psychotherapy notes in writing.',
    missing: 'This person has not allowed the use of their psychotherapy notes.',
  },
  sud_counseling_notes: {
    code: 'needs_sud_counseling_notes_consent',
    given: 'This person has allowed this use of their substance-use counseling notes in writing.',
    missing: 'This person has not allowed the use of their substance-use counseling notes.',
  },
  part2_consent: {
    code: 'needs_part2_consent',
    given: 'This person has allowed this use of their substance-use treatment records in writing.',
    missing: 'This person has not allowed this use of their substance-use treatment records.',
  },
  sale_of_phi: {
    code: 'needs_sale_authorization',
    given: 'This person has allowed the sale of their information in writing.',
    missing: 'This person has not allowed the sale of their information.',
  },
  fundraising_beyond_514f: {
    code: 'needs_fundraising_authorization',
    given: 'This person has allowed fundraising that uses a diagnosis in writing.',
    missing: 'This person has not allowed fundraising that uses a diagnosis.',
  },
  cmia_auth: {
    code: 'needs_california_authorization',
    given: 'This person has signed what California asks for when others support a message.',
    missing:
      'Others support this message, and this person has not signed what California asks for.',
  },
  mhmda_consent: {
    code: 'needs_washington_consent',
    given: 'This person has given the consent that Washington asks for.',
    missing: 'This person has not given the consent that Washington asks for.',
  },
};

export type Found =
  | { readonly valid: AuthorizationDocument }
  | { readonly valid: null; readonly defective: readonly DefectiveDocument[] };

/**
 * The valid document for a need: of several the one signed last, so that what is relied on does not
 * depend on the order on file. Without one, those of the kind and what is wrong with them.
 */
export function findDocument(
  documents: readonly AuthorizationDocument[],
  need: Need,
  now: string,
): Found {
  const ofKind = documents
    .filter(({ kinds }) => kinds.includes(need.kind))
    .map((document) => ({ document, defects: defectsOf(document, need, now) }))
    .sort((a, b) => compare(a.document.id, b.document.id));
  const [valid] = ofKind
    .filter(({ defects }) => defects.length === 0)
    .sort((a, b) => compare(b.document.signedOn ?? '', a.document.signedOn ?? ''));
  if (valid !== undefined) return { valid: valid.document };
  return {
    valid: null,
    defective: ofKind.map(({ document, defects }) => ({ documentId: document.id, defects })),
  };
}

/** With what is wrong with the document on file; of several, with the one that lacks least. */
export function explainMissing(missing: string, defective: readonly DefectiveDocument[]): string {
  const [nearest] = [...defective].sort((a, b) => a.defects.length - b.defects.length);
  if (nearest === undefined) return missing;
  const why = nearest.defects.map(({ sentence }) => sentence).join(' ');
  return defective.length === 1
    ? `${missing} A document is on file but does not count. ${why}`
    : `${missing} ${defective.length} documents are on file but none counts. Of the nearest: ${why}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
