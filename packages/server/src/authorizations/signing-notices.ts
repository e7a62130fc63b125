import type { PortalSettings } from '../organizations/index.ts';
import { lastDay, type Notice, noticeOf } from '../portal/index.ts';

type Sender = Pick<PortalSettings, 'senderName'>;

const linkTo = (publicUrl: string, token: string) => `${publicUrl}/a/${token}`;

/** Tells that there is something to read and sign, and nothing of what or of whom: it may be read on its way. */
export function askNotice(
  { senderName }: Sender,
  publicUrl: string,
  token: string,
  until: Date,
): Notice {
  return noticeOf('A document is waiting for you', senderName, [
    'You are asked to read a document, and to sign it if you wish.',
    { link: linkTo(publicUrl, token), words: 'Read the document' },
    'The page asks you to show who you are: by your birth date, and by a code that it sends you.',
    `The link works until ${lastDay(until)}. Nothing is signed by opening it.`,
    'If you do not expect this, you need not do anything. Do not pass the link on.',
  ]);
}

/** Tells that the copy of what was signed can be read: 45 CFR 164.508(c)(4). */
export function copyNotice(
  { senderName }: Sender,
  publicUrl: string,
  token: string,
  until: Date,
): Notice {
  return noticeOf('Your copy is waiting for you', senderName, [
    'A copy of the document that you signed is kept for you.',
    { link: linkTo(publicUrl, token), words: 'Open your copy' },
    'The page asks you to show who you are: by your birth date, and by a code that it sends you.',
    `The link works until ${lastDay(until)}. Do not pass it on.`,
    'If you did not sign a document, tell the sender.',
  ]);
}
