export { asked } from './asked.ts';
export { isCommercial } from './commercial.ts';
export { type CommunicationAnswer, communicationOf, type Touched } from './communication-of.ts';
export { GOALS, type Goal } from './goal.ts';
export {
  ABOUTS,
  type About,
  type Interview,
  readInterview,
  type Stream,
  UNANSWERED,
} from './interview.ts';
export {
  ADDRESS_SUPPRESSED_REASON,
  NO_ADDRESS_REASON,
  NO_OTHER_ADDRESS_REASON,
  type NotMade,
  type Outcome,
  PARTS,
  type Part,
  type Place,
  placeOf,
  type ReasonCode,
  type Unreachable,
} from './part-of.ts';
export { reasonSentence } from './reason-sentence.ts';
export { reviewTally } from './review.ts';
export type { ReviewFigures } from './review-figures.ts';
export * from './states.ts';
export * from './step.ts';
