export {
  type CheckedTree,
  checkTree,
  MAX_DEPTH,
  MAX_NODES,
  type TreeProblem,
} from './check-tree.ts';
export { MAX_NESTED, MAX_TOGETHER, type Self } from './check-uses.ts';
export { type ColumnTest, columnMask } from './column-mask.ts';
export { consentKey, consentKeys } from './consent-keys.ts';
export { daysAround } from './day-ranges.ts';
export { describe } from './describe.ts';
export { inlined } from './inlined.ts';
export { type Known, type KnownCampaign, type KnownSegment, NOTHING_KNOWN } from './known.ts';
export { valueTest } from './match-condition.ts';
export { matches, segmentTest } from './matches.ts';
export { type NormalForm, normalForm, type WantedItems } from './normal-form.ts';
export { OPERATOR_WORDS, type Operator, operatorsOf } from './operators.ts';
export { type AskedPage, type Leaf, type PageTest, pageTest } from './page-test.ts';
export type { Person, PersonEvent, Setting } from './person.ts';
export * from './person-condition.ts';
export { inRanges, type Range, type Ranges } from './ranges.ts';
export { neutralLabel, type Revealed, revealingName } from './revealing-name.ts';
export { sampler } from './sample.ts';
export { slowSentence } from './slow.ts';
export * from './text/index.ts';
export { attributesOf, classOf } from './touched.ts';
export * from './tree.ts';
export { unengaged } from './unengaged.ts';
export { usedSegments } from './used-segments.ts';
