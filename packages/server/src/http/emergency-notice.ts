import { type Notice, noticeOf } from '../portal/index.ts';

/**
 * To the privacy officers: that emergency access was taken, and where to look. Neither who took it,
 * nor why, nor whom it is about: a mail may be read on its way.
 */
export const emergencyNotice = (senderName: string, publicUrl: string): Notice =>
  noticeOf('Emergency access was taken', senderName, [
    'Somebody of your organization has taken emergency access. Who, why and what was done is in Postern, for you to review.',
    { link: `${publicUrl}/emergencies`, words: 'Review emergency access' },
    'It ends by itself. You can end it there at once.',
  ]);
