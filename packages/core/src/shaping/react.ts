import { type HeardReply, type Holds, type ReplyRule, ruleFor } from './reply-rules.ts';

/** What holds a site back, and why. Times are milliseconds since 1970. */
export interface Hold {
  readonly rule: string;
  readonly label: string;
  /** The reply that caused it. */
  readonly reply: HeardReply;
  readonly since: number;
  readonly suspendedUntil: number | null;
  /** Of the whole pace, at `since`; 1: not slowed. */
  readonly fraction: number;
  /** Milliseconds after which the fraction doubles. */
  readonly doublesEvery: number;
}

export interface SiteState {
  readonly holds: Readonly<Record<Holds, Hold | null>>;
  /** When each rule that has a threshold was matched lately; never more instants than it asks for. */
  readonly heard: Readonly<Record<string, readonly number[]>>;
}

export const UNTROUBLED: SiteState = { holds: { everything: null, marketing: null }, heard: {} };

export interface SiteChange {
  readonly kind: 'suspended' | 'slowed';
  readonly holds: Holds;
  readonly hold: Hold;
}

/** So slow that a site is still asked now and then, and never slower. */
const LEAST = 1 / 64;
/** Replies to what was under way when the pace was lowered say nothing of the new pace. */
const SETTLING = 60_000;

/** What a site's answer changes: the rules' first match, once its threshold is reached. */
export function react(
  site: string,
  state: SiteState,
  reply: HeardReply,
  rules: readonly ReplyRule[],
  now: number,
): { readonly state: SiteState; readonly change: SiteChange | null } {
  const rule = ruleFor(site, reply, rules);
  if (rule === null || rule.action.kind === 'none') return { state, change: null };
  const before = state.holds[rule.holds];
  if (before !== null && isSettling(before, rule, now)) return { state, change: null };
  const since = now - rule.within * 1000;
  const times = [...(state.heard[rule.id] ?? []).filter((at) => at > since), now];
  if (times.length < rule.threshold) {
    return { state: { ...state, heard: { ...state.heard, [rule.id]: times } }, change: null };
  }
  const hold = holdOf(rule, reply, before, now);
  const { [rule.id]: _, ...heard } = state.heard;
  const kind = rule.action.kind === 'suspend' ? 'suspended' : 'slowed';
  return {
    state: { holds: { ...state.holds, [rule.holds]: hold }, heard },
    change: { kind, holds: rule.holds, hold },
  };
}

function isSettling(before: Hold, { action }: ReplyRule, now: number): boolean {
  if (isSuspended(before, now)) return true;
  return action.kind === 'slow' && before.fraction < 1 && now - before.since < SETTLING;
}

function holdOf(
  { id, label, action }: ReplyRule,
  reply: HeardReply,
  before: Hold | null,
  now: number,
): Hold {
  const pace = before === null ? 1 : fractionAt(before, now);
  const cause = { rule: id, label, reply, since: now };
  if (action.kind === 'slow') {
    const fraction = Math.max(LEAST, pace * action.to);
    return { ...cause, suspendedUntil: null, fraction, doublesEvery: action.seconds * 1000 };
  }
  const seconds = action.kind === 'suspend' ? action.seconds : 0;
  // it begins again at half of what it was, and has to earn the rest
  const fraction = Math.max(LEAST, pace / 2);
  const suspendedUntil = now + seconds * 1000;
  return { ...cause, suspendedUntil, fraction, doublesEvery: 600_000 };
}

export function isSuspended(hold: Hold | null, now: number): boolean {
  return hold !== null && hold.suspendedUntil !== null && hold.suspendedUntil > now;
}

/** The part of the whole pace that is allowed now: it doubles back, from the end of a suspension on. */
export function fractionAt(hold: Hold | null, now: number): number {
  if (hold === null) return 1;
  const passed = now - (hold.suspendedUntil ?? hold.since);
  const doublings = Math.max(0, Math.floor(passed / hold.doublesEvery));
  return Math.min(1, hold.fraction * 2 ** Math.min(doublings, 32));
}

/** Nothing is left of it: the pace is whole again. */
export function isOver(hold: Hold, now: number): boolean {
  return !isSuspended(hold, now) && fractionAt(hold, now) === 1;
}

/** When it will be over, if nothing else is heard. */
export function wholeAgainAt(hold: Hold): number {
  const doublings = Math.ceil(Math.log2(1 / hold.fraction));
  return (hold.suspendedUntil ?? hold.since) + doublings * hold.doublesEvery;
}
