import { type Notice, noticeOf } from '../portal/index.ts';

/** To whoever may release it: that an application was restricted, and where to look; neither which nor why. */
export const restrictedNotice = (senderName: string, publicUrl: string): Notice =>
  noticeOf('An application was restricted', senderName, [
    'Something unusual was seen of an application that uses Postern for your organization, and it was restricted by itself. Which one, and what was seen, is in Postern.',
    { link: `${publicUrl}/applications`, words: 'Look at the applications' },
    'It stays restricted until somebody releases it there.',
  ]);
