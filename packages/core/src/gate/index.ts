export * from './answer.ts';
export * from './authorization.ts';
export { answerCase, type CaseAnswer, CaseFileError, type GateCase, readCases } from './cases.ts';
export * from './communication.ts';
export * from './decide.ts';
export { type Defect, type DefectCode, defectsOf, type Need } from './defects.ts';
export { judge, type Question } from './judge.ts';
export { type Classification, classify, isPaid } from './marketing.ts';
export * from './parties.ts';
