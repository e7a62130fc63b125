import { type ConsentEvent, type ConsentFact, recipientAt, wishesAt } from '@postern/core/consent';
import { AUTHORIZATION_KINDS, CATEGORIES, COMBINATIONS, REVEALING } from '@postern/core/gate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONTACT } from './codes.ts';
import { consentsOf } from './consents-of.ts';
import { readConsent } from './read-consent.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const T = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const day = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const subset = <T>(of: readonly T[]) => fc.subarray([...of], { minLength: 1 });
const bool = fc.boolean();
const documentOf = (id: string) =>
  fc.record({
    id: fc.constant(id),
    kinds: subset(AUTHORIZATION_KINDS),
    categories: fc.option(subset(CATEGORIES)),
    informationScope: fc.constantFrom(...REVEALING),
    informationDescribed: bool,
    disclosingPartyNamed: bool,
    receivingPartyNamed: bool,
    purposeDescribed: bool,
    expiry: fc.oneof(
      fc.constant(null),
      fc.record({ kind: fc.constant('none' as const) }),
      fc.record({ kind: fc.constant('date' as const), on: day }),
      fc.record({
        kind: fc.constant('event' as const),
        name: fc.constantFrom('left the practice', 'moved away'),
        occurredOn: fc.option(day),
      }),
    ),
    signedOn: fc.option(day),
    signedByRepresentative: bool,
    representativeAuthorityDescribed: bool,
    statesRightToRevoke: bool,
    statesNoConditioning: bool,
    statesRedisclosureRisk: bool,
    statesRemuneration: bool,
    statesSale: bool,
    combinedWith: fc.option(fc.constantFrom(...COMBINATIONS)),
    conditionedOnTreatment: bool,
    knownFalseInformation: bool,
    revokedAt: fc.constant(null),
    copyGiven: bool,
  });
const ids = fc.constantFrom('a', 'b');
const fact: fc.Arbitrary<ConsentFact> = fc.oneof(
  fc.record({
    kind: fc.constant('authorization_signed' as const),
    document: ids.chain(documentOf),
  }),
  fc.record({ kind: fc.constant('authorization_revoked' as const), documentId: ids }),
  fc.record({
    kind: fc.constant('authorization_expired' as const),
    documentId: ids,
    because: fc.constantFrom('date', 'event'),
    on: day,
  }),
  fc.record({
    kind: fc.constantFrom('opted_out', 'opted_in'),
    scope: fc.constantFrom(
      'all_commercial',
      'marketing',
      'fundraising',
      'topic:t1',
      'stream:marketing',
      'stream:transactional',
    ),
  }),
  fc.record({
    kind: fc.constantFrom(
      'restriction_requested',
      'restriction_agreed',
      'restriction_declined',
      'restriction_ended',
      'complained',
    ),
  }),
);
// few seconds, so that many events share their instant
const history = fc
  .array(fc.record({ second: fc.integer({ min: 0, max: 5 }), fact }), { maxLength: 14 })
  .map((all): ConsentEvent[] =>
    all.map((one, index) => ({
      id: `e${index}`,
      at: T(one.second),
      source: 'staff',
      fact: one.fact,
    })),
  );

const person = { id: '0199aaaa-0000-7000-8000-000000000001', recordNumber: 'RFH-000001' };
const root = (value: unknown) => ({ path: '$', value });
const reading = { now: NOW, patientSystem: null };

/** What FHIR can say of a person. */
function state(events: readonly ConsentEvent[]) {
  const at = NOW.toISOString();
  const { optOuts, restriction, authorizations } = recipientAt(events, at);
  const { leftTopics, leftStreams, restrictionAsked } = wishesAt(events, at);
  const documents = authorizations.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return { optOuts, restriction, documents, leftTopics, leftStreams, restrictionAsked };
}

describe('FHIR R4 Consent', () => {
  it('out and in again gives the same state', () => {
    fc.assert(
      fc.property(history, (events) => {
        const consents: unknown = JSON.parse(
          JSON.stringify(consentsOf(person, events, NOW.toISOString())),
        );
        const again = (consents as unknown[]).flatMap((consent, place) => {
          const read = readConsent(root(consent), reading);
          if (read.kind === 'refused') throw new Error(JSON.stringify(read.faults));
          expect(read.patient).toEqual({ kind: 'record-number', value: 'RFH-000001' });
          return read.claims.map(({ fact: said, time }, part): ConsentEvent => {
            if (time.kind !== 'moment') throw new Error('A time was lost.');
            return { id: `f${place}-${part}`, at: time.at, source: 'fhir', fact: said };
          });
        });
        expect(state(again)).toEqual(state(events));
      }),
      { numRuns: 500 },
    );
  });

  const optOut = consentsOf(
    person,
    [{ id: 'e', at: T(1), source: 'staff', fact: { kind: 'opted_out', scope: 'marketing' } }],
    NOW.toISOString(),
  )[0];
  const refusal = (change: Record<string, unknown>) => {
    const read = readConsent(root({ ...optOut, ...change }), reading);
    return read.kind === 'refused' ? read.faults.map(({ path, found }) => `${path}: ${found}`) : [];
  };

  it.each([
    [
      'an extension that changes what it means',
      { modifierExtension: [] },
      ['$.modifierExtension: a list'],
    ],
    ['a status that is not in force', { status: 'entered-in-error' }, ['$.status: a string']],
    ['another scope', { scope: { coding: [] } }, ['$.scope: an object']],
    [
      'nobody’s number',
      { patient: { reference: 'Patient/1' } },
      ['$.patient.identifier.value: nothing'],
    ],
    [
      'a number of another system',
      { patient: { identifier: { system: 'urn:x', value: '1' } } },
      ['$.patient.identifier.system: a string'],
    ],
    ['no rule', { policyRule: undefined }, ['$.policyRule: nothing']],
    ['a year in place of a day', { dateTime: '2026' }, ['$.dateTime: a string']],
    ['a time to come', { dateTime: '2030-01-01' }, ['$.dateTime: a string']],
    [
      'exceptions within',
      { provision: { ...optOut?.provision, provision: [{ type: 'permit' }] } },
      ['$.provision.provision: a list'],
    ],
    [
      'a rule and a provision that disagree',
      { provision: { ...optOut?.provision, type: 'permit' } },
      ['$.provision.type: a string'],
    ],
    [
      'a purpose that is not ours',
      { provision: { type: 'deny', purpose: [{ system: 'urn:x', code: 'TREAT' }] } },
      ['$.provision.purpose: a list', '$.provision.code: nothing'],
    ],
    [
      'a check that failed',
      { verification: [{ verified: false }] },
      ['$.verification[0].verified: true or false'],
    ],
  ])('is refused with %s, with its place and never its value', (_, change, faults) => {
    expect(refusal({})).toEqual([]);
    expect(refusal(change)).toEqual(faults);
  });

  it('takes another system’s opt-out of marketing by its purpose', () => {
    const foreign = {
      ...optOut,
      patient: { identifier: { system: 'urn:oid:1.2.3', value: '77' } },
      provision: {
        type: 'deny',
        purpose: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HMARKT' }],
      },
    };
    const read = readConsent(root(foreign), { now: NOW, patientSystem: 'urn:oid:1.2.3' });
    expect(read).toMatchObject({
      kind: 'read',
      claims: [{ fact: { kind: 'opted_out', scope: 'marketing' } }],
    });
  });

  it('does not take an authorization that does not say what 164.508(c) asks', () => {
    const bare = {
      ...optOut,
      identifier: [{ system: 'urn:postern:fhir:document', value: 'a' }],
      policyRule: {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/consentpolicycodes',
            code: 'hipaa-auth',
          },
        ],
      },
      provision: { type: 'permit' },
    };
    const read = readConsent(root(bare), reading);
    expect(read.kind === 'refused' && read.faults[0]?.path).toBe('$.extension');
  });

  it('names whoever has no record number by their id here', () => {
    const [one] = consentsOf(
      { ...person, recordNumber: null },
      [{ id: 'e', at: T(1), source: 'staff', fact: { kind: 'complained' } }],
      NOW.toISOString(),
    );
    expect(one?.patient?.identifier).toEqual({ system: CONTACT, value: person.id });
  });
});
