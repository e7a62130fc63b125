import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CATEGORIES, judge, type Recipient } from '../gate/index.ts';
import { SENSITIVITIES, type Sensitivity } from '../values/index.ts';
import { type About, communicationOf, type Interview, type Stream, UNANSWERED } from './index.ts';

const answers = (some: Partial<Interview>): Interview => ({
  ...UNANSWERED,
  about: 'own_service',
  encourages: true,
  payment: 'none',
  ...some,
});
const ask = (
  some: Partial<Interview>,
  segment: readonly Sensitivity[] = [],
  template: readonly Sensitivity[] = [],
  stream: Stream = 'marketing',
) => communicationOf(answers(some), stream, { segment, template }, true);
const asked = (...args: Parameters<typeof ask>) => {
  const { communication, missing } = ask(...args);
  if (!communication) throw new Error(missing.join(' '));
  return communication;
};
const drug = { relation: 'same', lapsedDays: 0 } as const;

describe('commercial mail', () => {
  // what encourages promotes; a public program has nothing to sell
  it.each<[About, boolean, boolean]>([
    ['treatment', false, false],
    ['treatment', true, true],
    ['care_coord', false, false],
    ['care_coord', true, true],
    ['alt_treatment', false, false],
    ['alt_treatment', true, true],
    ['own_service', false, false],
    ['own_service', true, true],
    ['cosmetic_own', false, false],
    ['cosmetic_own', true, true],
    ['plan_benefit', false, false],
    ['plan_benefit', true, true],
    ['value_added', false, false],
    ['value_added', true, true],
    ['health_promotion', false, false],
    ['health_promotion', true, true],
    ['government_program', false, false],
    ['government_program', true, false],
    ['payment', false, false],
    ['payment', true, true],
    ['operations', false, false],
    ['operations', true, true],
    ['third_party_product', false, false],
    ['third_party_product', true, true],
    ['non_health_own', false, false],
    ['non_health_own', true, true],
    ['fundraising', false, false],
    ['fundraising', true, true],
    ['drug_current', false, false],
    ['drug_current', true, true],
  ])('about %s, encouraging: %s, is commercial: %s', (about, encourages, commercial) => {
    expect(asked({ about, encourages, drug })).toMatchObject({ category: about, commercial });
  });

  it('covers every category but the testimonial, which is no mail to a patient', () => {
    const covered = CATEGORIES.filter((category) => category !== 'testimonial');
    for (const about of covered) expect(asked({ about, drug }).category).toBe(about);
    expect(covered).toHaveLength(15);
  });
});

describe('what selection and content reveal', () => {
  it.each<[Sensitivity[], string, string, string | null]>([
    [[], 'contact', 'none', null],
    [['identifier'], 'contact', 'contact', null],
    [['contact'], 'contact', 'contact', null],
    [['demographic'], 'demographic', 'demographic', null],
    [['service'], 'service', 'service', null],
    [['diagnosis'], 'diagnosis', 'diagnosis', null],
    [['contact', 'service', 'demographic'], 'service', 'service', null],
    [['psychotherapy'], 'diagnosis', 'diagnosis', 'psychotherapy_notes'],
    [['part2', 'contact'], 'diagnosis', 'diagnosis', 'part2'],
  ])('%j selects by %s and shows %s, of special records %s', (touched, by, shows, records) => {
    expect(asked({}, touched)).toMatchObject({
      audienceSelectedBy: by,
      contentReveals: 'none',
      specialRecords: records,
    });
    expect(asked({}, [], touched)).toMatchObject({
      audienceSelectedBy: 'contact',
      contentReveals: shows,
      specialRecords: records,
    });
  });

  it('is not asked of the marketer: a list of patients is PHI, whatever the message says', () => {
    expect(asked({ about: 'operations', encourages: false })).toMatchObject({
      usesPhi: true,
      deidentified: false,
    });
  });

  it('refuses to touch two kinds of special record, each of which has its own document', () => {
    const both = [
      ask({}, ['psychotherapy', 'part2']),
      ask({}, ['psychotherapy'], ['part2']),
      ask({}, ['part2'], ['psychotherapy']),
    ];
    for (const answer of both) expect(answer.missing?.join()).toMatch(/one of the two/);
  });
});

describe('what is missing', () => {
  it.each<[Partial<Interview>, string]>([
    [{ about: null }, 'Say what the message is about.'],
    [{ about: 'drug_current' }, 'Say how the drug'],
    [{ encourages: null }, 'Say whether the message encourages'],
    [{ payment: null }, 'Say whether anybody pays'],
    [{ payment: 'in_kind' }, 'Say who pays'],
  ])('%j is asked for', (some, sentence) => {
    const { missing } = ask(some);
    expect(missing).toHaveLength(1);
    expect(missing?.[0]).toContain(sentence);
  });

  it('is all asked for at once', () => {
    const touched = { segment: [], template: [] };
    expect(communicationOf(UNANSWERED, 'marketing', touched, true).missing).toHaveLength(3);
  });

  it('does not depend on answers that were not asked for', () => {
    expect(asked({ drug }).drug).toBeNull();
    expect(asked({ payment: 'none', payer: 'product_owner' }).remuneration.kind).toBe('none');
  });
});

describe('the transactional stream', () => {
  it('takes no promotion', () => {
    expect(ask({}, [], [], 'transactional').missing).toEqual([
      'A promotional message cannot go out on the transactional stream.',
    ]);
  });

  it('takes no appeal for donations, since it carries no way out', () => {
    const appeal = { about: 'fundraising', encourages: false } as const;
    expect(ask(appeal, [], [], 'transactional').missing?.[0]).toMatch(/donations/);
    expect(asked(appeal).fundraisingOptOutIncluded).toBe(true);
  });

  it('takes a result or a bill', () => {
    for (const about of ['treatment', 'payment', 'operations'] as const) {
      const answer = ask({ about, encourages: false }, [], [], 'transactional');
      expect(answer.communication).toMatchObject({ commercial: false });
    }
  });
});

describe('what the gate makes of it', () => {
  const nobody: Recipient = {
    state: null,
    optOuts: [],
    restriction: null,
    confidentialCommunication: null,
    parentOfConsentingMinor: false,
    deceased: false,
    authorizations: [],
  };
  const sender = {
    kind: 'provider',
    part2Program: false,
    noticeCoversUse: true,
    noticeCoversFundraising: true,
  } as const;

  it('never turns a refusal into a permit when more is touched', () => {
    const classes = fc.uniqueArray(fc.constantFrom(...SENSITIVITIES), { maxLength: 3 });
    const about = fc.constantFrom(...CATEGORIES.filter((one) => one !== 'testimonial'));
    fc.assert(
      fc.property(about, fc.boolean(), classes, classes, (one, encourages, less, added) => {
        const permitted = (touched: readonly Sensitivity[]) => {
          const { communication } = ask({ about: one, encourages, drug }, touched);
          if (!communication) return false;
          const now = '2026-06-01T00:00:00Z';
          return judge({ sender, communication, recipient: nobody, now }, 'strict').permitted;
        };
        if (!permitted(less)) expect(permitted([...less, ...added])).toBe(false);
      }),
    );
  });

  it('sends nothing through a relay that has signed no agreement', () => {
    const { communication } = communicationOf(
      answers({ about: 'treatment', encourages: false }),
      'transactional',
      { segment: [], template: [] },
      false,
    );
    if (!communication) throw new Error('expected a communication');
    const now = '2026-06-01T00:00:00Z';
    expect(judge({ sender, communication, recipient: nobody, now }, 'law')).toMatchObject({
      code: 'no_baa',
    });
  });
});

describe('a campaign without health data', () => {
  it.each<[Sensitivity, boolean]>([
    ['identifier', true],
    ['contact', true],
    ['demographic', false],
    ['service', false],
    ['diagnosis', false],
    ['psychotherapy', false],
    ['part2', false],
  ])('may touch %s: %s', (sensitivity, may) => {
    const none = { useHealthData: false };
    expect(ask(none, [sensitivity]).missing === undefined).toBe(may);
    expect(ask(none, [], [sensitivity]).missing === undefined).toBe(may);
    expect(ask({ useHealthData: true }, [sensitivity]).missing).toBe(undefined);
  });

  it('is protected like any other: its recipients are patients all the same', () => {
    expect(asked({ useHealthData: false }).usesPhi).toBe(true);
  });
});
