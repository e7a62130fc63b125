export type { CompileContext } from './asking.ts';
export { type CompiledSegment, compileSegment } from './compile-segment.ts';
export { countSegment, membersIn, type SegmentCount } from './count-segment.ts';
export { type CreatedSegment, createSegment, type NewSegment } from './create-segment.ts';
export { type DeletedSegment, deleteSegment } from './delete-segment.ts';
export { getSegment } from './get-segment.ts';
export { listSegments } from './list-segments.ts';
export { loadKnown } from './load-known.ts';
export {
  compileQuestion,
  type Member,
  type RefusedTree,
  type SegmentQuestion,
} from './question.ts';
export type { SavedSegment } from './saved-segment.ts';
export {
  cursorOf,
  isBehind,
  type MembersPage,
  placeBehind,
  type Spot,
  segmentMembers,
} from './segment-members.ts';
export { type SegmentChange, type UpdatedSegment, updateSegment } from './update-segment.ts';
export { type AnsweredPage, hasEmailAt, membersOf, walkSegment } from './walk-segment.ts';
