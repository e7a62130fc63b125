export * from './definitions.ts';
export * from './value-rows.ts';
