import { type Notice, noticeOf } from '../portal/index.ts';

/** To a user: that a browser was used for the first time. Neither who nor where from. */
export const newDeviceNotice = (senderName: string, publicUrl: string): Notice =>
  noticeOf('A sign-in from a new device', senderName, [
    'Your account in Postern was used on a device or browser for the first time.',
    { link: `${publicUrl}/account`, words: 'See your sessions' },
    'If it was you, you need not do anything. If not, end that session there at once and set a new password.',
  ]);

/** To somebody who is invited. */
export const invitationNotice = (senderName: string, link: string, days: number): Notice =>
  noticeOf('An invitation to Postern', senderName, [
    `You are invited to work in Postern at ${senderName}.`,
    { link, words: 'Accept the invitation' },
    `The link works once, for ${days} days. Do not pass it on.`,
    'If you do not expect this, you need not do anything.',
  ]);
