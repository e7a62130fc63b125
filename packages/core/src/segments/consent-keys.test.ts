import { expect, test } from 'vitest';
import { authorization } from '../../../../tests/support/authorization.ts';
import type { ConsentEvent, ConsentFact } from '../consent/index.ts';
import type { AuthorizationDocument } from '../gate/index.ts';
import { consentKey, consentKeys, PLAIN_STATES } from './index.ts';

const signed = (some: Partial<AuthorizationDocument> = {}): ConsentFact => ({
  kind: 'authorization_signed',
  document: authorization({
    id: 'a',
    informationScope: 'contact',
    expiry: { kind: 'date', on: '2026-12-31' },
    ...some,
  }),
});
const out: ConsentFact = { kind: 'opted_out', scope: 'topic:diet' };
const back: ConsentFact = { kind: 'opted_in', scope: 'topic:diet' };

/** The states after these facts, a day apart from March 1, 2026 on. */
const after = (...facts: readonly ConsentFact[]) => {
  const events = facts.map((fact, place): ConsentEvent => {
    const at = `2026-03-0${place + 1}T09:00:00Z`;
    return { id: String(place), at, source: 'staff', fact };
  });
  return [...consentKeys(events, '2026-03-09T12:00:00Z')].toSorted();
};

test.each<[string, readonly ConsentFact[], readonly string[]]>([
  ['who said nothing', [], []],
  ['who left', [out], ['opted_out:topic:diet']],
  ['who came back', [out, back], ['opted_in:topic:diet']],
  ['who left again', [back, out], ['opted_out:topic:diet']],
  ['who complained', [{ kind: 'complained' }], ['complained', 'opted_out:marketing']],
  [
    'who complained and came back',
    [{ kind: 'complained' }, { kind: 'opted_in', scope: 'marketing' }],
    ['complained', 'opted_in:marketing'],
  ],
  ['who signed', [signed()], ['authorized:marketing']],
  [
    'who signed for one category',
    [signed({ categories: ['own_service'] })],
    ['authorized:marketing'],
  ],
  ['who signed what lacks an element', [signed({ purposeDescribed: false })], []],
  ['whose authorization ended', [signed({ expiry: { kind: 'date', on: '2026-03-08' } })], []],
  ['who revoked', [signed(), { kind: 'authorization_revoked', documentId: 'a' }], []],
  [
    'who asked for a restriction and got it',
    [{ kind: 'restriction_requested' }, { kind: 'restriction_agreed' }],
    ['restriction'],
  ],
  ['who waits for an answer', [{ kind: 'restriction_requested' }], ['restriction_asked']],
  [
    'who wants no email, and letters',
    [
      { kind: 'confidential_communication', wish: 'no_email' },
      { kind: 'channel_chosen', channel: 'post' },
    ],
    ['no_email', 'prefers:post'],
  ],
  ['who died', [{ kind: 'deceased', on: null }], ['deceased']],
])('%s', (_, facts, keys) => {
  expect(after(...facts)).toEqual(keys);
});

test('a condition is looked up by the same word', () => {
  expect(consentKey({ op: 'consent', state: 'opted_in', scope: 'topic:diet' })).toBe(
    'opted_in:topic:diet',
  );
  expect(consentKey({ op: 'consent', state: 'authorized', kind: 'marketing' })).toBe(
    'authorized:marketing',
  );
  expect(consentKey({ op: 'consent', state: 'prefers', channel: 'post' })).toBe('prefers:post');
  for (const state of PLAIN_STATES) expect(consentKey({ op: 'consent', state })).toBe(state);
});
