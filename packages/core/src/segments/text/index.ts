export type { TextProblem } from './fault.ts';
export { type ParsedTree, parseTree } from './parse-tree.ts';
export { printTree } from './print-tree.ts';
