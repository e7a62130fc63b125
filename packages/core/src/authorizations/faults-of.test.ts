import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CATEGORIES, defectsOf, REVEALING } from '../gate/index.ts';
import type { Sensitivity } from '../values/index.ts';
import { attributeFaults } from './attribute-faults.ts';
import { documentOf } from './document-of.ts';
import { faultsOf, warningsOf } from './faults-of.ts';
import { type AuthorizationForm, FORM_KINDS, type FormExpiry, type FormKind } from './form.ts';
import { startingForm } from './starting-form.ts';

const TODAY = '2026-06-15';
const NOW = `${TODAY}T12:00:00Z`;

/** The form as it is once somebody has written what stands in brackets. */
const filled = (kind: FormKind): AuthorizationForm =>
  JSON.parse(
    JSON.stringify(
      startingForm(kind, { organization: 'Cedar Practice', address: '12 Main Street' }),
    ).replaceAll(/\[[a-z][^\]"]*\]/gu, 'Ash Company'),
  );

const codes = (form: AuthorizationForm) => faultsOf(form, TODAY).map(({ code }) => code);

/** What a message of each of the form's kinds could need, as revealing as the form allows. */
const needsOf = ({ kinds, categories, informationScope }: AuthorizationForm) =>
  kinds
    .filter((kind) => kind !== 'testimonial')
    .flatMap((kind) =>
      (categories ?? CATEGORIES).map((category) => ({ kind, category, reveals: informationScope })),
    );

const signed = (form: AuthorizationForm) =>
  documentOf(form, { signedOn: TODAY, authority: null, copyGiven: true }, 'doc');

test.each(FORM_KINDS)('what a form of %s begins with asks for its names and no more', (kind) => {
  const start = startingForm(kind, { organization: 'Cedar Practice', address: '12 Main Street' });
  expect(codes(start).filter((code) => code !== 'name_open')).toEqual([]);
  expect(codes(filled(kind))).toEqual([]);
  expect(warningsOf(filled(kind))).toEqual([]);
});

const expiry = fc.constantFrom<FormExpiry | null>(
  { kind: 'after', months: 24 },
  { kind: 'after', months: 0 },
  { kind: 'after', months: 1.5 },
  { kind: 'date', on: '2026-06-16' },
  { kind: 'date', on: TODAY },
  { kind: 'date', on: '2027-02-30' },
  { kind: 'event', name: 'I leave the practice', when: null },
  { kind: 'event', name: 'None', when: null },
  { kind: 'event', name: ' ', when: null },
  null,
);
const usually = <T>(value: T, other: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary: fc.constant(value), weight: 12 }, { arbitrary: other, weight: 1 });

const text = (usual: string) => usually(usual, fc.constantFrom('', '  ', 'In [what words]'));

/** A form near a good one. */
const nearly: fc.Arbitrary<AuthorizationForm> = fc.constantFrom(...FORM_KINDS).chain((kind) => {
  const good = filled(kind);
  return fc.record({
    title: text(good.title),
    language: usually(good.language, fc.constantFrom('es', '', 'english please')),
    kinds: usually(good.kinds, fc.subarray([...FORM_KINDS])),
    introduction: fc.constant(good.introduction),
    information: text(good.information),
    informationScope: usually(good.informationScope, fc.constantFrom(...REVEALING)),
    attributes: fc.constant([]),
    discloser: text(good.discloser),
    receiver: text(good.receiver),
    purpose: text(good.purpose),
    categories: usually(good.categories, fc.option(fc.subarray([...CATEGORIES]))),
    expiry: usually(good.expiry, expiry),
    statements: fc.record({
      revocation: text(good.statements.revocation),
      noConditioning: text(good.statements.noConditioning),
      redisclosure: text(good.statements.redisclosure),
      remuneration: fc.constantFrom(good.statements.remuneration, 'Ash pays.', ''),
      sale: fc.constantFrom(good.statements.sale, 'It is sold.', ''),
      fundraising: fc.constantFrom(good.statements.fundraising, 'You may leave.', ''),
      copy: fc.constant(good.statements.copy),
    }),
    testimonial: fc.constant(good.testimonial),
  });
});

describe('a form without faults', () => {
  it('is, once signed, a document without defects for each of its kinds', () => {
    let met = 0;
    fc.assert(
      fc.property(nearly, (form) => {
        if (faultsOf(form, TODAY).length > 0) return;
        met++;
        const document = signed(form);
        expect(document.kinds).not.toEqual([]);
        for (const need of needsOf(form)) expect(defectsOf(document, need, NOW)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
    expect(met).toBeGreaterThan(100);
  });

  it('is found wherever the document would fall short', () => {
    fc.assert(
      fc.property(nearly, (form) => {
        const needs = needsOf(form);
        const document = signed(form);
        const short = needs.some((need) => defectsOf(document, need, NOW).length > 0);
        if (short) expect(faultsOf(form, TODAY)).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

const without = (form: AuthorizationForm, change: Partial<AuthorizationForm>) =>
  codes({ ...form, ...change });
const unsaid = (form: AuthorizationForm, which: keyof AuthorizationForm['statements']) =>
  without(form, { statements: { ...form.statements, [which]: ' ' } });

describe.each(FORM_KINDS)('a form of %s is refused without', (kind) => {
  const form = filled(kind);
  test.each<[string, Partial<AuthorizationForm>]>([
    ['title_missing', { title: ' ' }],
    ['language_missing', { language: '' }],
    ['kind_missing', { kinds: [] }],
    ['information_missing', { information: '\n' }],
    ['scope_missing', { informationScope: 'none' }],
    ['discloser_missing', { discloser: '' }],
    ['receiver_missing', { receiver: '' }],
    ['purpose_missing', { purpose: '' }],
    ['categories_missing', { categories: [] }],
    ['expiry_missing', { expiry: null }],
  ])('%s', (code, change) => expect(without(form, change)).toContain(code));
  test.each([
    ['right_to_revoke_missing', 'revocation'],
    ['no_conditioning_missing', 'noConditioning'],
    ['redisclosure_missing', 'redisclosure'],
  ] as const)('%s', (code, which) => expect(unsaid(form, which)).toEqual([code]));
});

describe('what a kind asks beside the rest', () => {
  test.each([
    ['marketing_remunerated', 'remuneration', 'payment_unstated'],
    ['sale_of_phi', 'sale', 'sale_unstated'],
    ['cmia_auth', 'copy', 'copy_unstated'],
  ] as const)('%s: %s', (kind, which, code) => {
    expect(unsaid(filled(kind), which)).toEqual([code]);
    expect(unsaid(filled('marketing'), which)).toEqual([]);
  });

  test.each(['psychotherapy_notes', 'sud_counseling_notes', 'mhmda_consent'] as const)(
    '%s stands alone',
    (kind) => {
      const combined = without(filled('marketing'), { kinds: ['marketing', kind] });
      expect(combined).toEqual([`${kind}_combined`]);
    },
  );

  it('Part 2: fundraising only with the word that one may choose to get none', () => {
    const form = filled('part2_consent');
    expect(without(form, { categories: null })).toEqual(['fundraising_unstated']);
    const statements = { ...form.statements, fundraising: 'You may choose to get none.' };
    expect(without(form, { categories: null, statements })).toEqual([]);
  });

  it('fundraising: that it is for fundraising', () => {
    expect(without(filled('fundraising_beyond_514f'), { categories: ['treatment'] })).toEqual([
      'categories_other',
    ]);
  });

  test.each([
    ['channels_missing', { channels: [] }],
    ['channels_missing', { channels: ['website', ' '] }],
    ['platforms_missing', { platforms: [] }],
    ['shown_for_missing', { months: 0 }],
    ['shown_for_missing', { months: 2.5 }],
    ['removal_missing', { removal: '' }],
  ])('a story: %s', (code, change) => {
    const form = filled('testimonial');
    if (form.testimonial === null) throw new Error('A story without its places.');
    expect(without(form, { testimonial: { ...form.testimonial, ...change } })).toEqual([code]);
  });

  it('a story is marketing, about stories, and has its places', () => {
    const form = filled('testimonial');
    expect(without(form, { kinds: ['testimonial'] })).toEqual(['testimonial_not_marketing']);
    expect(without(form, { categories: ['own_service'] })).toEqual(['testimonial_other_purpose']);
    expect(without(form, { testimonial: null })).toHaveLength(4);
  });
});

test.each<[string, FormExpiry]>([
  ['expiry_past', { kind: 'date', on: TODAY }],
  ['expiry_past', { kind: 'date', on: '2025-01-01' }],
  ['expiry_missing', { kind: 'date', on: '2027-02-30' }],
  ['expiry_months', { kind: 'after', months: 0 }],
  ['expiry_months', { kind: 'after', months: 1200 }],
  ['expiry_none', { kind: 'event', name: ' None ', when: null }],
  ['expiry_none', { kind: 'event', name: 'no expiration', when: null }],
  ['expiry_missing', { kind: 'event', name: '', when: null }],
])('an end that is none: %s, %o', (code, end) => {
  expect(without(filled('marketing'), { expiry: end })).toEqual([code]);
});

test('an event that no attribute tells of is warned of, and not refused', () => {
  const event = { kind: 'event', name: 'I leave the practice', when: null } as const;
  const form: AuthorizationForm = { ...filled('marketing'), expiry: event };
  expect(codes(form)).toEqual([]);
  expect(warningsOf(form).map(({ code }) => code)).toEqual(['event_unseen']);
  const when = { attribute: 'status', value: 'left' };
  expect(warningsOf({ ...form, expiry: { ...event, when } })).toEqual([]);
});

test('a fault cites the law of each kind that the form is for', () => {
  const cited = (kind: FormKind) =>
    faultsOf({ ...filled(kind), information: '' }, TODAY)[0]?.citations;
  expect(cited('marketing')).toEqual(['45 CFR 164.508(c)(1)(i)']);
  expect(cited('part2_consent')).toEqual(['45 CFR 164.508(c)(1)(i)', '42 CFR 2.31(a)(3)']);
  expect(cited('mhmda_consent')).toEqual(['45 CFR 164.508(c)(1)(i)', 'RCW 19.373.030(1)(c)(i)']);
});

describe('an attribute that the form names', () => {
  const known = (key: string, sensitivity: Sensitivity, deletedAt: string | null = null) => ({
    id: key,
    key,
    label: key,
    type: 'text' as const,
    sensitivity,
    system: null,
    identity: false,
    deletedAt,
  });
  const definitions = [
    known('email', 'contact'),
    known('department', 'service'),
    known('condition', 'diagnosis'),
    known('notes', 'psychotherapy'),
    known('plan', 'demographic', '2026-01-01T00:00:00Z'),
  ];
  const found = (change: Partial<AuthorizationForm>) =>
    attributeFaults({ ...filled('marketing'), ...change }, definitions).map(({ code }) => code);

  test.each([
    [[], []],
    [['email', 'department'], []],
    [['condition'], ['attribute_beyond_scope']],
    [['notes', 'email'], ['attribute_beyond_scope']],
    [['plan'], ['attribute_unknown']],
    [['shoe_size'], ['attribute_unknown']],
  ])('%o: %o', (attributes, codes) => expect(found({ attributes })).toEqual(codes));

  test.each([
    ['department', 'left', []],
    ['department', ' ', ['event_attribute_unknown']],
    ['plan', 'left', ['event_attribute_unknown']],
  ])('as the mark of an event: %s is %o', (attribute, value, codes) => {
    const when = { attribute, value };
    expect(found({ expiry: { kind: 'event', name: 'I leave', when } })).toEqual(codes);
  });
});
