import { type Figure, shownParts } from '@postern/core/analytics';
import { reasonSentence, type StateFigure } from '@postern/core/campaigns';
import type { RefusedGroup } from './campaign-counts.ts';

/** Why so many did not get a campaign. A figure that is hidden is null. */
export interface Refusal {
  readonly code: string;
  readonly sentence: string;
  readonly citations: readonly string[];
  readonly count: Figure;
}

/**
 * By reason, within each state. Reasons whose figure is hidden are one entry, the last, of code
 * `other`: the name of a reason alone would tell that a few people have it.
 */
export function shownRefusals(
  groups: readonly RefusedGroup[],
  states: Readonly<Record<StateFigure, Figure>>,
  maySeePeople: boolean,
): readonly Refusal[] {
  const figures = groups.map((group) => figureOf(group, groups, states, maySeePeople));
  const named = groups.flatMap((group, place) => {
    const count = figures[place] ?? null;
    return count === null ? [] : [refusal(group, count)];
  });
  const hidden = groups.filter((_, place) => figures[place] === null);
  return hidden.length === 0 ? named : [...named, other(hidden, states)];
}

function figureOf(
  { figure, code }: RefusedGroup,
  groups: readonly RefusedGroup[],
  states: Readonly<Record<StateFigure, Figure>>,
  maySeePeople: boolean,
): Figure {
  const own = groups.filter((group) => group.figure === figure);
  const byCode = Object.fromEntries(own.map((group) => [group.code, group.count]));
  return shownParts(byCode, maySeePeople, states[figure] !== null).parts[code] ?? null;
}

function refusal({ code, reason, citations }: RefusedGroup, count: number): Refusal {
  const sentence = reasonSentence(code) ?? reason ?? 'No reason was recorded.';
  return { code, sentence, citations, count };
}

/** The sum is no news where each state is shown, as are its other reasons; else it would be. */
function other(
  hidden: readonly RefusedGroup[],
  states: Readonly<Record<StateFigure, Figure>>,
): Refusal {
  const follows = hidden.every(({ figure }) => states[figure] !== null);
  return {
    code: 'other',
    sentence: 'Other reasons, in groups too small to show.',
    citations: [],
    count: follows ? hidden.reduce((sum, { count }) => sum + count, 0) : null,
  };
}
