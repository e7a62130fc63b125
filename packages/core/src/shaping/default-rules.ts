import type { ReplyRule } from './reply-rules.ts';

const HOUR = 3600;

const any = {
  suffix: null,
  code: null,
  enhanced: null,
  text: null,
  threshold: 1,
  within: 600,
  holds: 'everything',
} as const;

/**
 * What the large receivers say, from their postmasters' pages, and what is usual elsewhere; the
 * first that matches counts, so that what is about one mailbox comes before what is about us.
 */
export const DEFAULT_RULES: readonly ReplyRule[] = [
  // --- about one recipient, or a greeting to strangers: nothing is to be learnt of the site
  {
    ...any,
    id: 'mailbox',
    label: 'Says no to a mailbox',
    enhanced: '5.1.',
    action: { kind: 'none' },
  },
  { ...any, id: 'full', label: 'A full mailbox', enhanced: '4.2.', action: { kind: 'none' } },
  { ...any, id: 'greylist', label: 'Greylisting', text: 'gr[ae]y-?list', action: { kind: 'none' } },

  // --- Google, support.google.com/a/answer/3726730
  {
    ...any,
    id: 'google-unsolicited',
    label: 'Google: an unusual rate of unsolicited mail',
    suffix: 'google.com',
    text: 'unusual rate of unsolicited|likely unsolicited|low reputation',
    holds: 'marketing',
    action: { kind: 'slow', to: 0.25, seconds: 1800 },
  },
  {
    ...any,
    id: 'google-rate',
    label: 'Google: an unusual rate',
    suffix: 'google.com',
    code: '4',
    text: 'unusual rate|rate limit|too (?:many|quickly)',
    action: { kind: 'slow', to: 0.5, seconds: 900 },
  },

  // --- Yahoo and AOL, senders.yahooinc.com/smtp-error-codes
  {
    ...any,
    id: 'yahoo-ts03',
    label: 'Yahoo TS03: all mail is deferred for good',
    suffix: 'yahoodns.net',
    text: '\\[TSS?03\\]|permanently deferred',
    action: { kind: 'suspend', seconds: 4 * HOUR },
  },
  {
    ...any,
    id: 'yahoo-tss04',
    label: 'Yahoo TSS04: unexpected volume or complaints',
    suffix: 'yahoodns.net',
    text: '\\[TSS?0[1-9]\\]|user complaints',
    holds: 'marketing',
    action: { kind: 'suspend', seconds: 2 * HOUR },
  },

  // --- Microsoft, sendersupport.olc.protection.outlook.com/pm/troubleshooting
  {
    ...any,
    id: 'microsoft-blocked',
    label: 'Microsoft S3140, S3150: our network is on a block list',
    text: '\\(S31[45]0\\)|part of their network is on our block list',
    action: { kind: 'suspend', seconds: 4 * HOUR },
  },
  {
    ...any,
    id: 'microsoft-reputation',
    label: 'Microsoft: limited by reputation',
    code: '4',
    text: 'rate limited due to IP reputation|\\(S77[0-9]\\)|RP-00[1-3]',
    holds: 'marketing',
    action: { kind: 'slow', to: 0.1, seconds: HOUR },
  },
  {
    ...any,
    id: 'microsoft-throttled',
    label: 'Microsoft: throttled',
    code: '4',
    text: 'throttled|server busy',
    action: { kind: 'slow', to: 0.25, seconds: 1800 },
  },

  // --- anybody
  {
    ...any,
    id: 'too-many-connections',
    label: 'Too many connections',
    code: '4',
    text: 'too many (?:concurrent |simultaneous )?(?:smtp )?(?:connections|sessions)|connection limit|maximum .{0,20}connections',
    action: { kind: 'slow', to: 0.5, seconds: 300 },
  },
  {
    ...any,
    id: 'block-list',
    label: 'Our address is on a block list',
    text: 'spamhaus|spamcop|barracuda|sorbs|dnsbl|\\brbl\\b|block ?list|blacklist',
    threshold: 2,
    action: { kind: 'suspend', seconds: HOUR },
  },
  {
    ...any,
    id: 'spam',
    label: 'Refused as spam',
    code: '5',
    enhanced: '5.7.',
    text: 'spam|unsolicited|bulk mail|reputation|complaint',
    threshold: 3,
    holds: 'marketing',
    action: { kind: 'suspend', seconds: HOUR },
  },
  {
    ...any,
    id: 'rate',
    label: 'Too fast',
    code: '4',
    text: 'rate limit|throttl|too (?:many messages|much mail|fast|quickly)|exceeded .{0,30}(?:rate|limit)',
    threshold: 3,
    within: 60,
    action: { kind: 'slow', to: 0.5, seconds: 600 },
  },
  {
    ...any,
    id: 'policy',
    label: 'Deferred by policy',
    enhanced: '4.7.',
    threshold: 10,
    within: 60,
    holds: 'marketing',
    action: { kind: 'slow', to: 0.5, seconds: 600 },
  },
  {
    ...any,
    id: 'not-available',
    label: 'Not available',
    code: '421',
    threshold: 10,
    within: 60,
    action: { kind: 'slow', to: 0.5, seconds: 300 },
  },
  {
    ...any,
    id: 'no-connection',
    label: 'No connection could be had',
    code: 'none',
    threshold: 20,
    within: 60,
    action: { kind: 'suspend', seconds: 300 },
  },
];
