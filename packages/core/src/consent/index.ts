export * from './consent-sentence.ts';
export * from './event.ts';
export * from './recipient-at.ts';
export * from './wishes-at.ts';
