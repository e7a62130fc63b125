import type { Judgement, PermitBasis, RefusalCode, Verdict } from '../gate/index.ts';

/** The parts of the verdict bar. */
export const PARTS = ['may', 'needs', 'opted_out', 'unreachable'] as const;
export type Part = (typeof PARTS)[number];

/** What came of one member: the gate's judgement, or that there is nowhere to write to. */
export type Outcome = Judgement | 'no_address';

export type ReasonCode = PermitBasis | RefusalCode | 'no_address';

/** One member's place in the verdict bar: the bar and the lists behind it are made from this. */
export interface Place {
  readonly part: Part;
  /** Why, for filters and counts: what a permit rests on, or the code of the refusal. */
  readonly code: ReasonCode;
  readonly verdict: Verdict | 'no_address';
  /** In a sentence, about this person. */
  readonly reason: string;
  readonly citations: readonly string[];
}

export const NO_ADDRESS_REASON = 'No email address is on file.';

/** Where a member stands. Who has no address is not asked about: nothing could be sent. */
export function placeOf(outcome: Outcome): Place {
  if (outcome === 'no_address') {
    return {
      part: 'unreachable',
      code: 'no_address',
      verdict: 'no_address',
      reason: NO_ADDRESS_REASON,
      citations: [],
    };
  }
  const { verdict, reason, citations } = outcome;
  const code = outcome.permitted ? outcome.basis : outcome.code;
  return { part: partOf(outcome), code, verdict, reason, citations };
}

/**
 * `needs`: a document, somebody to look at it, or something of the sender's own (an agreement, a
 * notice) would open the way. `opted_out`: the person chose, and only they can choose otherwise.
 * `unreachable`: nobody to write to.
 */
export function partOf(outcome: Outcome): Part {
  if (outcome === 'no_address') return 'unreachable';
  if (outcome.permitted) return 'may';
  if (outcome.verdict !== 'forbid') return 'needs';
  switch (outcome.code) {
    case 'deceased':
      return 'unreachable';
    case 'opted_out_all':
    case 'opted_out_marketing':
    case 'opted_out_fundraising':
    case 'restriction':
    case 'no_email':
      return 'opted_out';
    default:
      return 'needs';
  }
}
