import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHANNELS, type ConsentFact, PERIODS, REVOKED_KINDS } from '../consent/index.ts';
import { AUTHORIZATION_KINDS, CATEGORIES, COMBINATIONS, REVEALING } from '../gate/index.ts';
import {
  type Cells,
  COLUMNS,
  cellsOf,
  columnsOf,
  dayWritten,
  mayLoosen,
  readRow,
  readSuppression,
  rowOf,
  timeOf,
} from './index.ts';

const NOW = new Date('2026-11-22T12:00:00Z');
const PERSON = { recordNumber: 'RFH-000001', email: null };

const day = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const moment = fc
  .date({ min: new Date('2001-01-01'), max: NOW, noInvalidDate: true })
  .map((date) => date.toISOString());
const name = fc.stringMatching(/^[a-zé,;"=]([a-zé ,;"=]{0,18}[a-zé,;"=])?$/);
const subset = <T>(of: readonly T[]) => fc.subarray([...of], { minLength: 1 });
const bool = fc.boolean();
const scope = fc.oneof(
  fc.constantFrom('all_commercial', 'marketing', 'fundraising', 'stream:marketing'),
  name.map((topic) => `topic:${topic}` as const),
) as fc.Arbitrary<Extract<ConsentFact, { scope: string }>['scope']>;
const document = fc.record({
  id: name,
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
    fc.record({ kind: fc.constant('event' as const), name, occurredOn: fc.option(day) }),
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
const fact: fc.Arbitrary<ConsentFact> = fc.oneof(
  fc.record({ kind: fc.constant('authorization_signed' as const), document }),
  fc.record({ kind: fc.constant('authorization_revoked' as const), documentId: name }),
  fc.record({
    kind: fc.constant('earlier_revoked' as const),
    documents: fc.constantFrom(...REVOKED_KINDS),
    until: moment,
  }),
  fc.record({ kind: fc.constant('copy_given' as const), documentId: name }),
  fc.record({
    kind: fc.constant('authorization_expired' as const),
    documentId: name,
    because: fc.constantFrom('date', 'event'),
    on: day,
  }),
  fc.record({ kind: fc.constantFrom('opted_out', 'opted_in'), scope }),
  fc.record({
    kind: fc.constantFrom(
      'restriction_requested',
      'restriction_agreed',
      'restriction_declined',
      'restriction_ended',
      'complained',
    ),
  }),
  fc.record({
    kind: fc.constant('confidential_communication' as const),
    wish: fc.constantFrom('no_email', 'other_address', 'none'),
  }),
  fc.record({ kind: fc.constant('unencrypted_mail' as const), prefers: bool }),
  fc.record({ kind: fc.constant('deceased' as const), on: fc.option(day) }),
  fc.record({ kind: fc.constant('minor_consents_alone' as const), parent: bool }),
  fc.record({
    kind: fc.constant('frequency_chosen' as const),
    most: fc.integer({ min: 1, max: 9999 }),
    period: fc.constantFrom(...PERIODS),
  }),
  fc.record({
    kind: fc.constant('channel_chosen' as const),
    channel: fc.constantFrom(...CHANNELS),
  }),
  fc.record({
    kind: fc.constant('language_chosen' as const),
    language: fc.constantFrom('en', 'es'),
  }),
);

const empty: Cells = cellsOf([], new Map<(typeof COLUMNS)[number], number>(), COLUMNS);
const cells = (some: Partial<Cells>): Cells => ({
  ...empty,
  record_number: 'RFH-000001',
  ...some,
});
const faultsOf = (some: Partial<Cells>) => {
  const read = readRow(cells(some), NOW);
  return read.kind === 'faults' ? read.faults.map(({ column }) => column) : [];
};

describe('a row of a file of consents', () => {
  it('reads as the fact that it was written from', () => {
    fc.assert(
      fc.property(fact, moment, (one, at) => {
        const other =
          one.kind === 'confidential_communication' && one.wish === 'other_address'
            ? 'Box 12, Portland'
            : null;
        expect(readRow(rowOf(PERSON, at, one, other), NOW)).toEqual({
          kind: 'row',
          row: { ...PERSON, time: { kind: 'moment', at }, fact: one, otherAddress: other },
        });
      }),
      { numRuns: 500 },
    );
  });

  it('is read or refused, whatever stands in it, and each fault names a column', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('yes', 'marketing', '2026-01-01', 'none', ''),
    );
    const any = fc
      .tuple(...COLUMNS.map(() => text))
      .map((texts) =>
        cellsOf(texts, new Map(COLUMNS.map((column, place) => [column, place])), COLUMNS),
      );
    fc.assert(
      fc.property(
        any,
        fc.constantFrom('authorization_signed', 'opted_out', 'nonsense'),
        (row, event) => {
          const read = readRow({ ...row, event }, NOW);
          if (read.kind === 'row') return;
          expect(read.faults.length).toBeGreaterThan(0);
          for (const { column } of read.faults) expect(COLUMNS).toContain(column);
        },
      ),
    );
  });

  it('never allows more without saying when', () => {
    fc.assert(
      fc.property(fact, (one) => {
        const row = { ...rowOf(PERSON, '', one, null), at: '' };
        const read = readRow(row, NOW);
        if (mayLoosen(one)) expect(read.kind).toBe('faults');
      }),
    );
  });

  it.each([
    ['an event that is none', { event: 'opted-out' }, ['event']],
    ['nobody', { record_number: '', event: 'complained' }, ['record_number']],
    ['an address that is none', { email: 'maria@', event: 'complained' }, ['email']],
    ['a scope that is none', { event: 'opted_out', scope: 'all' }, ['scope']],
    ['an opt-in without its time', { event: 'opted_in', scope: 'marketing' }, ['at']],
    ['a time to come', { event: 'opted_out', scope: 'marketing', at: '2027-01-01' }, ['at']],
    ['a time without its zone', { event: 'complained', at: '2026-01-01T10:00:00' }, ['at']],
    [
      'a cell that the event has no use for',
      { event: 'complained', scope: 'marketing' },
      ['scope'],
    ],
    [
      'another address that is not given',
      { event: 'confidential_communication', value: 'other_address', at: '2026-01-01' },
      ['other_address'],
    ],
    ['a revocation of nothing', { event: 'authorization_revoked' }, ['document']],
  ] as const)('is refused with %s', (_, some, columns) => {
    expect(faultsOf(some)).toEqual(columns);
  });

  it('asks of a document what would make it void; an element left blank is not there', () => {
    expect(new Set(faultsOf({ event: 'authorization_signed' }))).toEqual(
      new Set([
        'combined_with',
        'representative',
        'categories',
        'kinds',
        'information_scope',
        'conditioned_on_treatment',
        'known_false',
      ]),
    );
  });

  it('counts a bare day at its end for a refusal, and at its beginning for what allows more', () => {
    const on = { kind: 'day', day: '2026-05-01' } as const;
    const refusal = timeOf(on, { kind: 'opted_out', scope: 'marketing' }, NOW);
    const consent = timeOf(on, { kind: 'opted_in', scope: 'marketing' }, NOW);
    expect(refusal?.toISOString()).toBe('2026-05-01T23:59:59.999Z');
    expect(consent?.toISOString()).toBe('2026-05-01T00:00:00.000Z');
    const today = timeOf({ kind: 'day', day: '2026-11-22' }, { kind: 'complained' }, NOW);
    expect(today).toEqual(NOW);
  });

  it('is told of by the day that it gave, wherever it is read', () => {
    const on = { kind: 'day', day: '2026-05-01' } as const;
    for (const kind of ['opted_in', 'opted_out'] as const) {
      const at = timeOf(on, { kind, scope: 'marketing' }, NOW)?.toISOString() ?? '';
      expect(dayWritten({ source: 'import', at })).toBe('2026-05-01');
      expect(dayWritten({ source: 'page', at })).toBeNull();
    }
    expect(dayWritten({ source: 'import', at: '2026-05-01T14:30:00Z' })).toBeNull();
  });
});

describe('the heading of a file', () => {
  it('is known with capitals, spaces and hyphens, in any order', () => {
    const found = columnsOf(['Event', 'Record number', 'signed-on'], COLUMNS);
    expect(found.kind === 'columns' && [...found.at.keys()]).toEqual([
      'event',
      'record_number',
      'signed_on',
    ]);
  });

  it.each([
    [['event', 'Ana Ruiz'], /column 2 is not one that is known/],
    [['event', 'Event'], /Two columns are headed “event”/],
  ])('is refused otherwise, and its words are not repeated', (headings, problem) => {
    const found = columnsOf(headings, COLUMNS);
    expect(found.kind === 'refused' && found.problem).toMatch(problem);
    expect(found.kind === 'refused' && found.problem).not.toContain('Ana');
  });
});

describe('a row of a list of addresses', () => {
  const sinceOf = (since: string) => {
    const row = { email: 'ana@example.org', token: '', reason: '', since };
    const read = readSuppression(row, NOW);
    return read.kind === 'row' ? read.row.since : null;
  };

  it('counts from a moment that is the same calendar day in every zone of the country', () => {
    const at = new Date(sinceOf('2026-05-01') ?? '');
    for (const timeZone of ['Pacific/Guam', 'America/New_York', 'Pacific/Pago_Pago']) {
      const day = at.toLocaleDateString('en-CA', { timeZone });
      expect(day).toBe('2026-05-01');
    }
  });

  it('is of today before noon as well, and never of a day to come', () => {
    const morning = new Date('2026-11-22T03:00:00Z');
    const row = { email: 'ana@example.org', token: '', reason: '', since: '2026-11-22' };
    expect(readSuppression(row, morning)).toMatchObject({ row: { since: morning.toISOString() } });
    expect(readSuppression({ ...row, since: '2026-11-23' }, morning)).toMatchObject({
      faults: [{ column: 'since' }],
    });
  });
});
