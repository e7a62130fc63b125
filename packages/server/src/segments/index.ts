export { type CompileContext, compileSegment } from './compile-segment.ts';
export { countSegment, type SegmentCount } from './count-segment.ts';
export { type CreatedSegment, createSegment, type NewSegment } from './create-segment.ts';
export { type DeletedSegment, deleteSegment } from './delete-segment.ts';
export { getSegment } from './get-segment.ts';
export { listSegments } from './list-segments.ts';
export {
  compileQuestion,
  type Member,
  type RefusedTree,
  type SegmentQuestion,
} from './question.ts';
export type { SavedSegment } from './saved-segment.ts';
export { segmentMemberIds } from './segment-member-ids.ts';
export { type MembersPage, segmentMembers } from './segment-members.ts';
export type { Test } from './test.ts';
export { type SegmentChange, type UpdatedSegment, updateSegment } from './update-segment.ts';
