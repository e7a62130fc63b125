import type { Draft } from './draft-keeper.ts';
import type { Step } from './steps.ts';

/** What each step still lacks, a few words each. The server has the last word, on the review. */
export function missingOf(draft: Draft): Record<Step, readonly string[]> {
  const { about, drug, encourages, payment, payer } = draft.interview;
  const when = (lacking: boolean, words: string) => (lacking ? [words] : []);
  return {
    goal: when(draft.name.trim() === '', 'a name'),
    about: [
      ...when(about === null, 'what it is about'),
      ...when(about === 'drug_current' && drug === null, 'which medicine'),
      ...when(encourages === null, 'whether it encourages'),
      ...when(payment === null, 'who pays'),
      ...when(payment !== null && payment !== 'none' && payer === null, 'who pays'),
    ],
    who: when(draft.segmentId === null, 'a segment'),
    message: when(draft.templateId === null, 'a template'),
    review: [],
  };
}
