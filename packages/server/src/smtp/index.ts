export type * from './server.ts';
export type * from './session.ts';
