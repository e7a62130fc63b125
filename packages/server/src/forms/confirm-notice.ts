import { lastDay, type Notice, noticeOf } from '../portal/index.ts';
import type { Kept } from './keep-waiting.ts';

/**
 * The one mail that goes to an address before it is confirmed. It says nothing of whom or of what, not
 * even who the sender is: it may be read on its way.
 */
export function confirmNotice(
  senderName: string,
  publicUrl: string,
  { token, until }: Kept,
): Notice {
  return noticeOf('Please confirm that you want this mail', senderName, [
    'Somebody, probably you, asked that mail be sent to this address. Nothing comes of it until you confirm it.',
    { link: `${publicUrl}/confirm/${token}`, words: 'Look at it and confirm' },
    `The link works until ${lastDay(until)}. Opening it changes nothing: the page has a button.`,
    'If it was not you, you need not do anything: nothing changes, and what was entered is deleted.',
  ]);
}
