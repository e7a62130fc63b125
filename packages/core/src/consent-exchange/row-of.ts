import type { ConsentFact } from '../consent/index.ts';
import type { AuthorizationDocument, Expiry } from '../gate/index.ts';
import { type Cells, COLUMNS, type Column } from './columns.ts';

export interface RowPerson {
  readonly recordNumber: string | null;
  readonly email: string | null;
}

/**
 * The row that `readRow` reads as this fact. `at` is RFC 3339; a topic's name stands in its scope,
 * as the reader wants it.
 */
export function rowOf(
  person: RowPerson,
  at: string,
  fact: ConsentFact,
  otherAddress: string | null = null,
): Cells {
  const cells: Partial<Record<Column, string>> = {
    record_number: person.recordNumber ?? '',
    email: person.email ?? '',
    event: fact.kind,
    at,
    other_address: otherAddress ?? '',
    ...cellsOfFact(fact),
  };
  const row: Partial<Record<Column, string>> = {};
  for (const column of COLUMNS) row[column] = cells[column] ?? '';
  return row as Record<Column, string>;
}

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

function cellsOfFact(fact: ConsentFact): Partial<Record<Column, string>> {
  switch (fact.kind) {
    case 'authorization_signed':
      return cellsOfDocument(fact.document);
    case 'authorization_revoked':
    case 'copy_given':
      return { document: fact.documentId };
    case 'earlier_revoked':
      return { kinds: fact.documents, value: fact.until };
    case 'authorization_expired':
      return { document: fact.documentId, value: `${fact.because} ${fact.on}` };
    case 'opted_out':
    case 'opted_in':
      return { scope: fact.scope };
    case 'confidential_communication':
      return { value: fact.wish };
    case 'unencrypted_mail':
      return { value: yesNo(fact.prefers) };
    case 'minor_consents_alone':
      return { value: yesNo(fact.parent) };
    case 'deceased':
      return { value: fact.on ?? '' };
    case 'frequency_chosen':
      return { value: fact.most === null ? 'none' : `${fact.most} a ${fact.period}` };
    case 'channel_chosen':
      return { value: fact.channel };
    case 'language_chosen':
      return { value: fact.language };
    default:
      return {};
  }
}

function cellsOfDocument(document: AuthorizationDocument): Partial<Record<Column, string>> {
  return {
    document: document.id,
    kinds: document.kinds.join('|'),
    categories: document.categories?.join('|') ?? 'all',
    information_scope: document.informationScope,
    information_described: yesNo(document.informationDescribed),
    discloser_named: yesNo(document.disclosingPartyNamed),
    receiver_named: yesNo(document.receivingPartyNamed),
    purpose_described: yesNo(document.purposeDescribed),
    expiry: expiryText(document.expiry),
    signed_on: document.signedOn ?? '',
    representative: yesNo(document.signedByRepresentative),
    representative_authority: yesNo(document.representativeAuthorityDescribed),
    states_right_to_revoke: yesNo(document.statesRightToRevoke),
    states_no_conditioning: yesNo(document.statesNoConditioning),
    states_redisclosure: yesNo(document.statesRedisclosureRisk),
    states_remuneration: yesNo(document.statesRemuneration),
    states_sale: yesNo(document.statesSale),
    combined_with: document.combinedWith ?? 'none',
    conditioned_on_treatment: yesNo(document.conditionedOnTreatment),
    known_false: yesNo(document.knownFalseInformation),
    copy_given: yesNo(document.copyGiven),
  };
}

function expiryText(expiry: Expiry | null): string {
  if (expiry === null) return '';
  if (expiry.kind === 'none') return 'none';
  if (expiry.kind === 'date') return expiry.on;
  return `event${expiry.occurredOn === null ? '' : `(${expiry.occurredOn})`}: ${expiry.name}`;
}
