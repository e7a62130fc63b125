import { describe, expect, test } from 'vitest';
import { authorization } from '../../../../tests/support/authorization.ts';
import type { AuthorizationDocument } from './authorization.ts';
import { type DefectCode, defectsOf, type Need } from './defects.ts';

const NOW = '2026-06-15T12:00:00Z';

const valid: AuthorizationDocument = authorization({
  id: 'doc',
  kinds: ['marketing', 'marketing_remunerated', 'sale_of_phi', 'sud_counseling_notes'],
  categories: ['third_party_product', 'own_service'],
  informationScope: 'service',
  expiry: { kind: 'date', on: '2027-01-01' },
  statesRemuneration: true,
  statesSale: true,
});

const need: Need = { kind: 'marketing', category: 'own_service', reveals: 'service' };

function codes(
  document: Partial<AuthorizationDocument>,
  needed: Partial<Need> = {},
  now = NOW,
): DefectCode[] {
  return defectsOf({ ...valid, ...document }, { ...need, ...needed }, now).map(({ code }) => code);
}

type Case = [Partial<AuthorizationDocument>, DefectCode, Partial<Need>?];

describe('a document is void for each of', () => {
  test.each<Case>([
    [{ informationDescribed: false }, 'information_missing'],
    [{ disclosingPartyNamed: false }, 'discloser_missing'],
    [{ receivingPartyNamed: false }, 'receiver_missing'],
    [{ purposeDescribed: false }, 'purpose_missing'],
    [{ expiry: null }, 'expiry_missing'],
    [{ expiry: { kind: 'date', on: 'later' } }, 'expiry_missing'],
    [{ expiry: { kind: 'date', on: '2027-02-30' } }, 'expiry_missing'],
    [{ expiry: { kind: 'none' } }, 'expiry_none'],
    [{ expiry: { kind: 'date', on: '2026-06-14' } }, 'expired'],
    [{ expiry: { kind: 'event', name: 'discharge', occurredOn: '2026-06-15' } }, 'event_occurred'],
    [{ signedOn: null }, 'unsigned'],
    [{ signedOn: '2026-02-30' }, 'unsigned'],
    [{ signedOn: '2026-06-16' }, 'signed_later'],
    [{ signedByRepresentative: true }, 'representative_unexplained'],
    [{ statesRightToRevoke: false }, 'right_to_revoke_missing'],
    [{ statesNoConditioning: false }, 'no_conditioning_missing'],
    [{ statesRedisclosureRisk: false }, 'redisclosure_missing'],
    [{ revokedAt: '2026-06-15T11:59:59Z' }, 'revoked'],
    [{ revokedAt: '2026-06-15T12:00:01Z' }, 'revoked'],
    [{ combinedWith: 'treatment_consent' }, 'combined_with_treatment_consent'],
    [{ conditionedOnTreatment: true }, 'conditioned_on_treatment'],
    [{ knownFalseInformation: true }, 'known_false'],
    [{ informationScope: 'demographic' }, 'scope_too_narrow'],
    [{ categories: ['testimonial'] }, 'other_purpose'],
    [{ categories: [] }, 'other_purpose'],
    [{ kinds: ['sale_of_phi'] }, 'wrong_kind'],
    [{ kinds: ['marketing_remunerated'] }, 'wrong_kind'],
    [{ kinds: [] }, 'wrong_kind'],
    [{ statesRemuneration: false }, 'payment_unstated', { kind: 'marketing_remunerated' }],
    [{ statesSale: false }, 'sale_unstated', { kind: 'sale_of_phi' }],
    [{}, 'sud_counseling_notes_combined', { kind: 'sud_counseling_notes' }],
    [{ kinds: ['psychotherapy_notes', 'marketing'] }, 'psychotherapy_notes_combined'],
  ])('%o: %s', (document, code, needed) => {
    expect(codes(document, needed)).toEqual([code]);
  });
});

describe('a document is valid', () => {
  test.each<[string, Partial<AuthorizationDocument>, Partial<Need>?]>([
    ['as it stands', {}],
    ['on its last day', { expiry: { kind: 'date', on: '2026-06-15' } }],
    ['before its event', { expiry: { kind: 'event', name: 'discharge', occurredOn: null } }],
    ['on the day of its signature', { signedOn: '2026-06-15' }],
    [
      'signed by a representative with authority',
      { signedByRepresentative: true, representativeAuthorityDescribed: true },
    ],
    ['on one paper with another authorization', { combinedWith: 'other_authorization' }],
    ['for every purpose when it names none', { categories: null }, { category: 'testimonial' }],
    ['for less information than it describes', {}, { reveals: 'none' }],
    ['without a copy given, which is a duty', { copyGiven: false }],
    [
      'for unpaid marketing without naming a payment',
      { statesRemuneration: false, statesSale: false },
    ],
    [
      'for psychotherapy notes alone',
      { kinds: ['psychotherapy_notes'] },
      { kind: 'psychotherapy_notes' },
    ],
    [
      'for counseling notes alone',
      { kinds: ['sud_counseling_notes'] },
      { kind: 'sud_counseling_notes' },
    ],
  ])('%s', (_name, document, needed) => {
    expect(codes(document, needed)).toEqual([]);
  });
});

describe('psychotherapy notes need a document of their own', () => {
  const notes: Partial<Need> = { kind: 'psychotherapy_notes' };
  test.each<[Partial<AuthorizationDocument>, Partial<Need>]>([
    [{ kinds: ['psychotherapy_notes', 'marketing'] }, notes],
    [{ kinds: ['psychotherapy_notes'], combinedWith: 'other_authorization' }, notes],
    [{ kinds: ['psychotherapy_notes', 'marketing'] }, { kind: 'marketing' }],
  ])('%o for %o', (document, needed) => {
    expect(codes(document, needed)).toEqual(['psychotherapy_notes_combined']);
  });
});

test('all that is wrong is told, each with its section and a sentence', () => {
  const found = defectsOf({ ...valid, signedOn: null, revokedAt: NOW }, need, NOW);
  expect(found.map(({ code }) => code)).toEqual(['unsigned', 'revoked']);
  for (const { citation, sentence } of found) {
    expect(citation).toMatch(/^45 CFR 164\.508/);
    expect(sentence).toMatch(/^It .+\.$/);
  }
});

test.each(['', 'today', '2026-06-15', '2026-06-15T12:00:00', '2026-13-15T12:00:00Z'])(
  'a time that cannot be read lets nothing pass: %o',
  (now) => expect(() => codes({}, {}, now)).toThrow(RangeError),
);

test('days are those of UTC', () => {
  const expiry = { kind: 'date', on: '2026-06-15' } as const;
  expect(codes({ expiry }, {}, '2026-06-15T23:30:00-04:00')).toEqual(['expired']);
  expect(codes({ expiry }, {}, '2026-06-16T01:00:00+10:00')).toEqual([]);
});
