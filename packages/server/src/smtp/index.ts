export { hurry } from './endings.ts';
export { faultSentence } from './fault-sentence.ts';
export { openSession } from './open-session.ts';
export type * from './server.ts';
export type * from './session.ts';
