import type { PortalSettings } from '../organizations/index.ts';
import { type Notice, noticeOf } from '../portal/index.ts';

/**
 * Tells the person that by a link of theirs more mail was let in: whoever was sent a message on has
 * its link too. It says nothing of whom or of what, and holds no link, since it may be read on its way.
 */
export function moreComesNotice({ senderName }: Pick<PortalSettings, 'senderName'>): Notice {
  return noticeOf('What you get from us was changed', senderName, [
    'By the link in one of our messages somebody chose that mail comes to you again, or comes more often.',
    'If it was you, you need not do anything.',
    'If it was not you, open any of our messages, press the link at its end and stop the mail, or tell the staff.',
    'Whoever you send one of our messages on to can use its link as well.',
  ]);
}
