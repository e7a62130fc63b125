export {
  type CheckedTree,
  checkTree,
  MAX_DEPTH,
  MAX_NODES,
  type TreeProblem,
} from './check-tree.ts';
export { describe } from './describe.ts';
export { daysAround } from './match-condition.ts';
export { matches, segmentTest } from './matches.ts';
export { OPERATOR_WORDS, type Operator, operatorsOf } from './operators.ts';
export { attributesOf, classOf } from './touched.ts';
export type * from './tree.ts';
