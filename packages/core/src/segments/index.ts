export {
  type CheckedTree,
  checkTree,
  MAX_DEPTH,
  MAX_NODES,
  type TreeProblem,
} from './check-tree.ts';
export { daysAround } from './day-ranges.ts';
export { describe } from './describe.ts';
export { valueTest } from './match-condition.ts';
export { matches, segmentTest } from './matches.ts';
export { type NormalForm, normalForm, type WantedItems } from './normal-form.ts';
export { OPERATOR_WORDS, type Operator, operatorsOf } from './operators.ts';
export { inRanges, type Range, type Ranges } from './ranges.ts';
export { attributesOf, classOf } from './touched.ts';
export type * from './tree.ts';
