import type { LeftStream, Period } from './event.ts';
import type { Wishes } from './wishes-at.ts';

/** What is about to be sent to somebody, as far as their wishes go. */
export interface Sending {
  readonly stream: LeftStream;
  /** Id and name of its topic; null where it has none. */
  readonly topic: { readonly id: string; readonly name: string } | null;
  /** The organization's own limit for the stream; null where there is none. */
  readonly cap: Cap | null;
}

export interface Cap {
  readonly most: number;
  readonly period: Period;
}

/** Of marketing, where the organization has said nothing else. */
export const DEFAULT_CAP: Cap = { most: 3, period: 'week' };

/** How many days a period looks back. */
export const PERIOD_DAYS: Readonly<Record<Period, number>> = { day: 1, week: 7, month: 30 };

export type WishCode = 'left_stream' | 'left_topic' | 'other_channel' | 'frequency_cap';

export interface AgainstWishes {
  readonly code: WishCode;
  /** A sentence about the person, for the marketer. */
  readonly reason: string;
}

/** Messages of a stream that somebody got: when, in milliseconds since 1970. */
export type Got = readonly number[];

/**
 * Why a message that the law permits goes against what the person asked for; null where it does not.
 * A wish about topic, frequency or channel is about marketing: a result still comes. Who left a whole
 * stream gets nothing of it. `got`: what was accepted for them of this stream in the last 30 days.
 */
export function againstWishes(
  wishes: Wishes,
  { stream, topic, cap }: Sending,
  got: Got,
  now: number,
): AgainstWishes | null {
  if (wishes.leftStreams.includes(stream)) {
    return { code: 'left_stream', reason: 'They asked to get nothing more of this kind of mail.' };
  }
  if (stream === 'marketing') {
    if (topic !== null && wishes.leftTopics.includes(topic.id)) {
      return { code: 'left_topic', reason: `They asked to get nothing about “${topic.name}”.` };
    }
    const { channel } = wishes;
    if (channel !== null && channel !== 'email') {
      const rather = channel === 'portal' ? 'the portal' : channel;
      return { code: 'other_channel', reason: `They would rather be reached by ${rather}.` };
    }
    const theirs = wishes.frequency;
    if (theirs !== null && reached(theirs, got, now)) {
      return { code: 'frequency_cap', reason: `They asked for at most ${saidCap(theirs)}.` };
    }
  }
  if (cap !== null && reached(cap, got, now)) {
    return {
      code: 'frequency_cap',
      reason: `They have had as many as one person gets: ${saidCap(cap)}.`,
    };
  }
  return null;
}

function reached({ most, period }: Cap, got: Got, now: number): boolean {
  const since = now - PERIOD_DAYS[period] * 86_400_000;
  return got.filter((at) => at > since).length >= most;
}

const saidCap = ({ most, period }: Cap) =>
  `${most} ${most === 1 ? 'message' : 'messages'} a ${period}`;
