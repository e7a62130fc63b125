/** What a provider's people complained of what they were sent, over some days. */
export interface Complaints {
  readonly accepted: number;
  readonly complaints: number;
}

/** Gmail's and Yahoo's rules for senders ask to stay below 0.1 %, and never to reach 0.3 %. */
const ALARM = 0.001;
const STOP = 0.003;
/** Fewer messages or a single complaint say nothing of a rate. */
const LEAST_ACCEPTED = 100;
const LEAST_COMPLAINTS = 2;

/** How many days count together: complaints come a day or two after the message. */
export const RATE_DAYS = 3;

export type RateVerdict = 'calm' | 'alarm' | 'stop';

/** Complaints per accepted message, 0 to 1; null where nothing was accepted. */
export function spamRate({ accepted, complaints }: Complaints): number | null {
  return accepted === 0 ? null : complaints / accepted;
}

/** `stop`: marketing to this provider stops until a person releases it. */
export function rateVerdict(counts: Complaints): RateVerdict {
  const rate = spamRate(counts);
  if (rate === null || rate < ALARM) return 'calm';
  if (counts.accepted < LEAST_ACCEPTED || counts.complaints < LEAST_COMPLAINTS) return 'calm';
  return rate >= STOP ? 'stop' : 'alarm';
}
