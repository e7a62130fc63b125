import type { Draft } from './draft-keeper.ts';

/** What the parts of a draft are called. */
export const FIELD_WORDS = [
  ['name', 'the name'],
  ['goal', 'the goal'],
  ['interview', 'what it is about'],
  ['stream', 'the stream'],
  ['segmentId', 'who gets it'],
  ['templateId', 'the message'],
  ['topicId', 'the topic'],
  ['pace', 'the pace'],
] as const satisfies readonly (readonly [keyof Draft, string])[];
