import { SEND_STATES, type SendState } from '../delivery/index.ts';

/** The figures that people see. */
export const FIGURES = ['sent', 'waiting', 'refused', 'suppressed', 'failed', 'uncertain'] as const;
export type StateFigure = (typeof FIGURES)[number];

export interface States extends Readonly<Record<StateFigure, number>> {
  readonly audience: number;
}

const FIGURE_OF: Readonly<Record<SendState, StateFigure>> = {
  queued: 'waiting',
  deferred: 'waiting',
  accepted: 'sent',
  refused: 'refused',
  suppressed: 'suppressed',
  failed: 'failed',
  uncertain: 'uncertain',
};

/** The figure that a send counts in. */
export function figureOf(state: SendState): StateFigure {
  return FIGURE_OF[state];
}

/** The states of the sends that a figure counts. */
export function statesIn(figure: StateFigure): readonly SendState[] {
  return SEND_STATES.filter((state) => FIGURE_OF[state] === figure);
}

/** The books do not add up: somebody of the frozen audience was lost, or came in afterwards. */
export class AudienceBroken extends Error {
  readonly code = 'AUDIENCE_BROKEN';
}

/**
 * audience = sent + refused + suppressed + failed + uncertain + waiting, always. `audience` is what
 * was frozen at launch, `counts` the rows of today; throws `AudienceBroken` when they differ.
 */
export function statesOf(
  audience: number,
  counts: Readonly<Partial<Record<SendState, number>>>,
): States {
  const figures = { sent: 0, waiting: 0, refused: 0, suppressed: 0, failed: 0, uncertain: 0 };
  let sum = 0;
  for (const state of SEND_STATES) {
    const count = counts[state] ?? 0;
    figures[FIGURE_OF[state]] += count;
    sum += count;
  }
  if (sum !== audience) {
    throw new AudienceBroken(
      `The audience was ${audience} at launch, and ${sum} are accounted for.`,
    );
  }
  return { audience, ...figures };
}
