import type { Part, ReasonCode } from './part-of.ts';

export interface ReviewReason {
  readonly code: ReasonCode;
  readonly count: number;
  readonly sentence: string;
  /** All that any of them rests on. */
  readonly citations: readonly string[];
}

export interface ReviewPart {
  readonly part: Part;
  readonly count: number;
  /** The most frequent first. */
  readonly reasons: readonly ReviewReason[];
}

/** The verdict bar: the parts add up to the audience, each part's reasons to the part. */
export interface ReviewFigures {
  readonly audience: number;
  readonly byAuthorization: number;
  /** All four, in the order of the bar, also those with nobody in them. */
  readonly parts: readonly ReviewPart[];
  readonly sentence: string;
}
