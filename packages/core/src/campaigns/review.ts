import { type Outcome, PARTS, type Part, placeOf, type ReasonCode } from './part-of.ts';
import { reasonSentence } from './reason-sentence.ts';
import type { ReviewFigures } from './review-figures.ts';
import { reviewSentence } from './review-sentence.ts';

/** Counts an audience one by one, so that it can be as large as it likes. */
export interface ReviewTally {
  add(outcome: Outcome): void;
  figures(): ReviewFigures;
}

export function reviewTally(): ReviewTally {
  const groups = new Map<
    string,
    { part: Part; code: ReasonCode; count: number; citations: Set<string> }
  >();
  let audience = 0;
  let byAuthorization = 0;
  return {
    add(outcome) {
      const { part, code, verdict, citations } = placeOf(outcome);
      const key = `${part} ${code}`;
      const group = groups.get(key) ?? { part, code, count: 0, citations: new Set<string>() };
      groups.set(key, group);
      group.count += 1;
      for (const citation of citations) group.citations.add(citation);
      audience += 1;
      if (verdict === 'permit_with_authorization') byAuthorization += 1;
    },
    figures() {
      const parts = PARTS.map((part) => {
        const reasons = [...groups.values()]
          .filter((group) => group.part === part)
          .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
          .map(({ code, count, citations }) => ({
            code,
            count,
            sentence: reasonSentence(code) ?? '',
            citations: [...citations],
          }));
        return { part, count: reasons.reduce((sum, { count }) => sum + count, 0), reasons };
      });
      const figures = { audience, byAuthorization, parts };
      return { ...figures, sentence: reviewSentence(figures) };
    },
  };
}
