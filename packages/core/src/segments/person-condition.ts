import type { Channel, LeftStream, OptOutScope } from '../consent/index.ts';
import type { AuthorizationKind } from '../gate/index.ts';
import type { Finding } from '../hygiene/index.ts';

/** What a condition can ask of a person beside their attributes. */
export type PersonCondition =
  | AuthorizationEnds
  | HadEvent
  | InConsent
  | InSegment
  | Sample
  | RecentlyMailed
  | DoubtfulAddress;

/**
 * One of their authorizations states a date from today until in `days` days, and was not revoked
 * before: who is to be asked for a new one. It touches no attribute.
 */
export interface AuthorizationEnds {
  readonly op: 'authorizationEnds';
  readonly days: number;
}

/**
 * What is recorded of a message and its reader. `sent`: the other side took it, or it is not known
 * whether it did; submitted is not delivered. `opened` and `clicked` leave out what a machine did as
 * far as can be told. `read` and `answered` happened on the secure pages.
 */
export const EVENT_KINDS = [
  'sent',
  'opened',
  'clicked',
  'read',
  'answered',
  'unsubscribed',
  'bounced',
  'complained',
  'auto_replied',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** It happened, to a message of this campaign (any), at least so many times (1). */
export interface HadEvent {
  readonly op: 'event';
  readonly kind: EventKind;
  /** The id of a campaign. */
  readonly campaign?: string;
  /** Which link of the campaign's template, for `clicked`. */
  readonly link?: number;
  /** From so many days ago until today; however long ago when it is missing. */
  readonly withinDays?: number;
  /** More than so many days ago. */
  readonly beforeDays?: number;
  readonly atLeast?: number;
}

/** States that need no more words, as they stand in the ledger today. */
export const PLAIN_STATES = [
  'restriction',
  'restriction_asked',
  'no_email',
  'other_address',
  'prefers_unencrypted',
  'complained',
  'deceased',
  'parent_of_consenting_minor',
] as const;
export type PlainState = (typeof PLAIN_STATES)[number];

/** A state that follows from the ledger of consent alone; see `consentKeys`. */
export type InConsent =
  | { readonly op: 'consent'; readonly state: PlainState }
  | {
      readonly op: 'consent';
      readonly state: 'opted_out' | 'opted_in';
      readonly scope: OptOutScope;
    }
  /** A valid authorization of the kind is in force. */
  | { readonly op: 'consent'; readonly state: 'authorized'; readonly kind: AuthorizationKind }
  | { readonly op: 'consent'; readonly state: 'prefers'; readonly channel: Channel };

/** Everybody who is in another segment, by its id. */
export interface InSegment {
  readonly op: 'segment';
  readonly id: string;
}

/** A share of everybody that stays the same: see `sampler`. */
export interface Sample {
  readonly op: 'sample';
  /** More than 0, at most 100. */
  readonly percent: number;
  readonly seed: string;
}

/** A message was sent to them, on this stream (either), from so many days ago until today. */
export interface RecentlyMailed {
  readonly op: 'recentlyMailed';
  readonly withinDays: number;
  readonly stream?: LeftStream;
}

/** Of their address the last look at all contacts found this. */
export interface DoubtfulAddress {
  readonly op: 'address';
  readonly is: Finding;
}
