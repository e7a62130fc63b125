import { expect, it } from 'vitest';
import { actorKindOf } from './index.ts';

it.each([
  ['system', 'system'],
  ['recipient', 'recipient'],
  ['018f3c2e-7a1b-7c3d-8e4f-5a6b7c8d9e0f', 'person'],
  ['018f3c2e-7a1b-8c3d-8e4f-5a6b7c8d9e0f', 'key'],
])('%s acts as %s', (actor, kind) => {
  expect(actorKindOf(actor)).toBe(kind);
});
