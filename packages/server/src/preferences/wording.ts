import { createHash } from 'node:crypto';
import type { Topic } from '../consent/index.ts';
import type { Kind } from './kinds.ts';

/** What stands on a page and is kept with what somebody chose there. Nothing in it is about them. */
export interface Wording {
  /** Which page: see `ConsentText`. */
  readonly kind: string;
  readonly body: string;
  /** Tells one wording from another, in a form. */
  readonly mark: string;
}

export const KIND_WORDS: Readonly<Record<Kind, readonly [label: string, hint: string]>> = {
  mailings: [
    'Mailings: news, invitations and offers',
    'Without these, nothing about any topic comes, and no request for donations that is sent as a mailing.',
  ],
  donations: ['Requests for donations', ''],
  care: [
    'Messages about your own care: appointments, results, bills',
    'Without these, you are not reminded or told of a result by email. Ask the staff how they reach you.',
  ],
};

export const QUESTIONS = {
  kinds: 'What kinds of mail should come?',
  topics: 'Which topics?',
  frequency: 'How often may mailings come, at most?',
  channel: 'How would you rather hear from us?',
  channelHint:
    'With anything but email, mailings no longer come by email. Messages about your own care still do.',
  language: 'Which language do you read best?',
  languageHint: 'The people who write to you are told.',
} as const;

/** The page of choices; the topics are those that it offers. */
export function preferencesWording(
  sender: string,
  topics: readonly Pick<Topic, 'name' | 'description'>[],
): Wording {
  const { kinds, frequency, channel, channelHint, language, languageHint } = QUESTIONS;
  return wording('preference_centre', [
    `What you get from ${sender}`,
    kinds,
    ...Object.values(KIND_WORDS).flat(),
    ...(topics.length === 0 ? [] : [QUESTIONS.topics]),
    ...topics.flatMap(({ name, description }) => [name, description]),
    ...[frequency, channel, channelHint, language, languageHint],
  ]);
}

export const leaveWords = (sender: string) =>
  `You get no more news, invitations, offers or requests for donations from ${sender}, from the moment you press the button. Messages about your own care, such as appointments and results, still come.`;

export const leaveWording = (sender: string): Wording =>
  wording('leave_everything', ['Leave everything', leaveWords(sender)]);

/** 45 CFR 164.508(b)(5): it ends, but for what was done in reliance on it. */
export const revocationWords = (sender: string): readonly string[] => [
  `From the moment you press the button, ${sender} does no more of what this permission allowed. Messages that need it stop, also those that are already prepared.`,
  'What was done before stays done: a message that was sent cannot be called back.',
  'You can give a new permission at any time.',
];

export const revocationWording = (sender: string): Wording =>
  wording('revocation', ['Take this permission back?', ...revocationWords(sender)]);

/** 45 CFR 164.522(a)(1): everybody may ask; whether it is agreed to is answered by the sender. */
export const restrictionWords = (sender: string): readonly string[] => [
  `You can ask ${sender} to use or share information about you for fewer purposes, or with fewer people. The staff answers. They need not agree, except where you paid for a service in full and ask that your health plan is not told of it.`,
  'Say in a few words what should not be done. Only the staff reads it.',
];

export const restrictionWording = (sender: string): Wording =>
  wording('restriction', ['Ask for a limit', ...restrictionWords(sender)]);

function wording(kind: string, lines: readonly string[]): Wording {
  const body = lines.filter((line) => line !== '').join('\n');
  return { kind, body, mark: createHash('sha256').update(body).digest('base64url').slice(0, 22) };
}
