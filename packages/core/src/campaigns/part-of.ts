import type { AgainstWishes, WishCode } from '../consent/index.ts';
import type { Judgement, PermitBasis, RefusalCode, Verdict } from '../gate/index.ts';

/** The parts of the verdict bar. */
export const PARTS = ['may', 'needs', 'opted_out', 'unreachable'] as const;
export type Part = (typeof PARTS)[number];

/** Nowhere to write to: no address, a dead one, or not the one that the person asked for. */
export type Unreachable = 'no_address' | 'no_other_address' | 'address_suppressed';

/** The gate would let it go, but it cannot be made: a field has neither value nor default. */
export interface NotMade {
  readonly missing: readonly string[];
  /** In a sentence, about this person. */
  readonly sentence: string;
}

/**
 * What came of one member: the gate's judgement, or why there is nothing to send, or nowhere, or that
 * they asked for something else.
 */
export type Outcome = Judgement | AgainstWishes | NotMade | Unreachable;

export type ReasonCode = PermitBasis | RefusalCode | WishCode | Unreachable | 'missing_value';

/** One member's place in the verdict bar: the bar and the lists behind it are made from this. */
export interface Place {
  readonly part: Part;
  /** Why, for filters and counts: what a permit rests on, or the code of the refusal. */
  readonly code: ReasonCode;
  readonly verdict: Verdict | WishCode | Unreachable | 'missing_value';
  /** In a sentence, about this person. */
  readonly reason: string;
  readonly citations: readonly string[];
}

export const NO_ADDRESS_REASON = 'No email address is on file.';
export const ADDRESS_SUPPRESSED_REASON =
  'Mail to this address came back for good, or its owner complained: nothing goes there.';
/** 45 CFR 164.522(b). */
export const NO_OTHER_ADDRESS_REASON =
  'They asked to be written to at another address only, and none is on file.';

/**
 * Where a member stands. Who has no address, or a dead one, is not asked about: nothing could be
 * sent. A permit whose duty is to use another address is no use where no other one is on file: whoever
 * asks the gate says `no_other_address` then.
 */
export function placeOf(outcome: Outcome): Place {
  if (outcome === 'no_address') return unreachable('no_address', NO_ADDRESS_REASON, []);
  if (outcome === 'address_suppressed') {
    return unreachable('address_suppressed', ADDRESS_SUPPRESSED_REASON, []);
  }
  if (outcome === 'no_other_address') {
    return unreachable('no_other_address', NO_OTHER_ADDRESS_REASON, ['45 CFR 164.522(b)']);
  }
  if ('missing' in outcome) return unreachable('missing_value', outcome.sentence, []);
  if (!('permitted' in outcome)) return unwanted(outcome);
  const { verdict, reason, citations } = outcome;
  const code = outcome.permitted ? outcome.basis : outcome.code;
  return { part: partOf(outcome), code, verdict, reason, citations };
}

function unreachable(
  code: Unreachable | 'missing_value',
  reason: string,
  citations: readonly string[],
): Place {
  return { part: 'unreachable', code, verdict: code, reason, citations };
}

/** They chose, but where the sender's own limit is reached: that is no wish of theirs. */
function unwanted({ code, reason }: AgainstWishes): Place {
  const part = code === 'frequency_cap' ? 'unreachable' : 'opted_out';
  return { part, code, verdict: code, reason, citations: [] };
}

/**
 * `needs`: a document, or somebody to look at it, would open the way. `opted_out`: the person chose,
 * and only they can choose otherwise. `unreachable`: nobody to write to, nothing to write, or no way
 * that the sender may use (an agreement or a notice is missing).
 */
function partOf(outcome: Judgement): Part {
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
      return 'unreachable';
  }
}
