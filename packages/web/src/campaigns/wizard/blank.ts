import type { Draft } from './draft-keeper.ts';

/** A campaign of which nothing is known yet. */
export const BLANK: Draft = {
  name: '',
  goal: null,
  segmentId: null,
  templateId: null,
  topicId: null,
  stream: 'marketing',
  interview: { about: null, drug: null, encourages: null, payment: null, payer: null },
  pace: { perMinute: null, window: null },
};
