import { describe, expect, it } from 'vitest';
import type { ConsentFact } from '../consent/index.ts';
import { applyChange } from '../contacts/index.ts';
import { confirmedFacts } from './confirmed-facts.ts';
import { type SignUpContent, signUpFaults } from './content.ts';

const NOW = '2026-05-01T12:00:00Z';
const before = (...facts: readonly ConsentFact[]) =>
  facts.map((fact, place) => ({
    ...{ id: `${place}`, at: '2026-04-01T12:00:00Z', source: 'staff' },
    fact,
  }));

describe('who confirms that they want mail', () => {
  it('has it on record, even where they never left', () => {
    const choice = { chosen: [], inUse: ['a'], isNew: false };
    expect(confirmedFacts([], choice, NOW)).toEqual([{ kind: 'opted_in', scope: 'marketing' }]);
  });

  it('ends their own opt-outs from mailings, and not that from requests for donations', () => {
    const events = before(
      { kind: 'opted_out', scope: 'all_commercial' },
      { kind: 'opted_out', scope: 'stream:marketing' },
      { kind: 'opted_out', scope: 'stream:transactional' },
      { kind: 'opted_out', scope: 'fundraising' },
    );
    const choice = { chosen: [], inUse: [], isNew: false };
    expect(confirmedFacts(events, choice, NOW)).toEqual([
      { kind: 'opted_in', scope: 'marketing' },
      { kind: 'opted_in', scope: 'all_commercial' },
      { kind: 'opted_in', scope: 'stream:marketing' },
    ]);
  });

  it.each([
    ['who is new gets no other topic', true, [{ kind: 'opted_out', scope: 'topic:b' }]],
    ['who is on file keeps the others as they are', false, []],
  ])('%s; a topic that was archived meanwhile is left out', (_, isNew, rest) => {
    const choice = { chosen: ['a', 'gone'], inUse: ['a', 'b'], isNew };
    expect(confirmedFacts([], choice, NOW)).toEqual([
      { kind: 'opted_in', scope: 'marketing' },
      { kind: 'opted_in', scope: 'topic:a' },
      ...rest,
    ]);
  });
});

describe('a form', () => {
  const form: SignUpContent = {
    ...{ name: 'a', title: 'b', about: '', promise: '', topicIds: [], asked: [], active: true },
    places: [],
  };

  it.each([
    ['https://www.example.org', true],
    ['https://example.org:8443', true],
    ['http://example.org', false],
    ['https://example.org/', false],
    ['https://*.example.org', false],
    ["https://example.org 'unsafe-inline'", false],
    ['https://example.org;script-src', false],
    ['*', false],
  ])('may be framed by %s: %s', (place, fits) => {
    expect(signUpFaults({ ...form, places: [place] }, new Set()).length === 0).toBe(fits);
  });

  it('names nothing twice, and only topics in use', () => {
    const content = { ...form, topicIds: ['a', 'a', 'gone'], asked: ['zip', 'zip'] as const };
    const pointers = signUpFaults(content, new Set(['a'])).map(({ pointer }) => pointer);
    expect(pointers).toEqual(['/topicIds/2', '/topicIds/1', '/asked/1']);
  });
});

describe('a prospect', () => {
  it.each([
    ['gets a record number', { record_number: '1' }, 'patient'],
    ['gets another name', { given_name: 'Noor' }, 'prospect'],
    ['gets both, and the file says what they are', { record_number: '1', relation: 'x' }, 'x'],
  ])('who %s is now: %s', (_, set, relation) => {
    expect(applyChange({ relation: 'prospect' }, { set, clear: [] })['relation']).toBe(relation);
  });

  it('is nobody who never was one', () => {
    expect(applyChange({}, { set: { record_number: '1' }, clear: [] })).toEqual({
      record_number: '1',
    });
  });
});
