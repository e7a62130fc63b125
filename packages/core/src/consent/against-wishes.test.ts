import { describe, expect, it } from 'vitest';
import {
  againstWishes,
  type ConsentFact,
  type Got,
  type Sending,
  type WishCode,
  wishesAt,
} from './index.ts';

const NOW = '2026-06-01T12:00:00Z';
const DAY = 86_400_000;
const CHECKUPS = { id: 'checkups', name: 'Check-ups' };
const MARKETING: Sending = { stream: 'marketing', topic: CHECKUPS, cap: null };
const RESULTS: Sending = { stream: 'transactional', topic: CHECKUPS, cap: null };

const asked = (facts: readonly ConsentFact[], sending: Sending, got: Got = []) => {
  const events = facts.map((fact, place) => ({
    id: String(place),
    at: `2026-01-0${place + 1}T00:00:00Z`,
    source: 'page',
    fact,
  }));
  return againstWishes(wishesAt(events, NOW), sending, got, Date.parse(NOW));
};
const daysAgo = (...days: readonly number[]): Got =>
  days.map((count) => Date.parse(NOW) - count * DAY);
const left = (scope: 'topic:checkups' | 'topic:other' | 'stream:marketing'): ConsentFact => ({
  kind: 'opted_out',
  scope,
});
const atMost = (most: number | null, period: 'day' | 'week' | 'month'): ConsentFact => ({
  kind: 'frequency_chosen',
  most,
  period,
});

describe('what goes against the wishes of a person', () => {
  it.each<[string, readonly ConsentFact[], Sending, Got, WishCode | null]>([
    ['nothing, where they asked for nothing', [], MARKETING, daysAgo(1, 2, 3), null],
    ['mail of a stream that they left', [left('stream:marketing')], MARKETING, [], 'left_stream'],
    ['no mail of the other stream', [left('stream:marketing')], RESULTS, [], null],
    ['mail about a topic that they left', [left('topic:checkups')], MARKETING, [], 'left_topic'],
    ['no mail about another topic', [left('topic:other')], MARKETING, [], null],
    ['no result, whatever its topic', [left('topic:checkups')], RESULTS, [], null],
    [
      'email, where they prefer the phone',
      [{ kind: 'channel_chosen', channel: 'phone' }],
      MARKETING,
      [],
      'other_channel',
    ],
    [
      'no email, where they prefer it',
      [{ kind: 'channel_chosen', channel: 'email' }],
      MARKETING,
      [],
      null,
    ],
    ['a second in a week of one', [atMost(1, 'week')], MARKETING, daysAgo(6), 'frequency_cap'],
    ['no first in a week of one', [atMost(1, 'week')], MARKETING, daysAgo(7), null],
    ['a third in a month of two', [atMost(2, 'month')], MARKETING, daysAgo(8, 29), 'frequency_cap'],
    ['no result, however few they want', [atMost(1, 'month')], RESULTS, daysAgo(1), null],
    [
      'nothing, once they want as many as come',
      [atMost(1, 'day'), atMost(null, 'day')],
      MARKETING,
      daysAgo(0.1),
      null,
    ],
  ])('is %s', (_, facts, sending, got, code) => {
    expect(asked(facts, sending, got)?.code ?? null).toBe(code);
  });

  it('is one more than the sender itself allows', () => {
    const capped = { ...MARKETING, cap: { most: 3, period: 'week' as const } };
    expect(asked([], capped, daysAgo(1, 2, 8))).toBeNull();
    expect(asked([], capped, daysAgo(1, 2, 3))).toEqual({
      code: 'frequency_cap',
      reason: 'They have had as many as one person gets: 3 messages a week.',
    });
  });

  it('is told by the topic as it is called', () => {
    expect(asked([left('topic:checkups')], MARKETING)?.reason).toBe(
      'They asked to get nothing about “Check-ups”.',
    );
  });
});
