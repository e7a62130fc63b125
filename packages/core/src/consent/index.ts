export * from './against-wishes.ts';
export * from './consent-sentence.ts';
export * from './event.ts';
export { factOfRefusal, missingOf, refusalsAt } from './kept.ts';
export { isAsStrict, stricterFacts } from './merged.ts';
export * from './recipient-at.ts';
export * from './wishes-at.ts';
