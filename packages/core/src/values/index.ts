export * from './attribute.ts';
export * from './code.ts';
export * from './comparable.ts';
export * from './date.ts';
export * from './sensitivity.ts';
export * from './text.ts';
