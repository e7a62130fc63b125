export type * from './pace.ts';
