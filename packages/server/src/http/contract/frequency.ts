import { PERIODS } from '@postern/core/consent';
import { nullable, object, route, Type, words } from './common.ts';

/** Accepted messages of a stream to one person in the last day, 7 days or 30 days. */
const Cap = object({
  most: Type.Integer({ minimum: 1, maximum: 1000 }),
  period: words(PERIODS),
});

/** Null: as many as there are. */
const Caps = { marketing: nullable(Cap), transactional: nullable(Cap) };

export const FrequencyCaps = object({ ...Caps, version: Type.Integer() });

export const getFrequencyCaps = route({
  method: 'GET',
  url: '/organization/frequency-caps',
  tag: 'settings',
  summary: 'How many messages of a stream one person gets at most',
  permission: null,
  response: { 200: FrequencyCaps },
});

export const putFrequencyCaps = route({
  method: 'PUT',
  url: '/organization/frequency-caps',
  tag: 'settings',
  summary: 'Set how many messages of a stream one person gets at most (If-Match: their version)',
  permission: 'settings:write',
  body: object(Caps),
  response: { 200: FrequencyCaps },
});
