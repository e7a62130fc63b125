import type { Category } from '../communication.ts';
import { needs, type Rule } from './rule.ts';

/** What a consent for treatment, payment and operations covers, 42 CFR 2.33. */
const PART2_TPO: ReadonlySet<Category> = new Set([
  'treatment',
  'payment',
  'operations',
  'care_coord',
]);

export const psychotherapyNotes: Rule = {
  number: 9,
  find: ({ communication }) =>
    communication.specialRecords === 'psychotherapy_notes'
      ? needs('psychotherapy_notes', ['45 CFR 164.508(a)(2)', '45 CFR 164.508(b)(3)(ii)'])
      : null,
};

/** By the records used, not by who sends: a hospital with a Part 2 unit has other records too. */
export const substanceUseRecords: Rule = {
  number: 10,
  find: ({ communication: { specialRecords, category } }) => {
    if (specialRecords === 'sud_counseling_notes') {
      return needs('sud_counseling_notes', ['42 CFR 2.31(b)']);
    }
    if (specialRecords === 'part2' && !PART2_TPO.has(category)) {
      return needs('part2_consent', ['42 CFR 2.31', '42 CFR 2.33']);
    }
    return null;
  },
};
