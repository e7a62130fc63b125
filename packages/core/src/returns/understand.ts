import { readAutoReply } from './read-auto-reply.ts';
import { readDsn } from './read-dsn.ts';
import { readFeedback } from './read-feedback.ts';
import { readReceipt } from './read-receipt.ts';
import { readTextBounce } from './read-text-bounce.ts';
import { headerOf, type ReturnedMail, type Understood } from './returned-mail.ts';

/** More hops than any mail takes: RFC 5321 section 6.3 asks for at least 100 to be let through. */
const MOST_HOPS = 50;

/** What is kept and not acted on. */
export function notUnderstood(reason: string): Understood {
  const none = { status: null, remoteMta: null, recipients: [] };
  return { class: 'unknown', form: 'none', counts: false, reason, ...none };
}

/**
 * What a message that came home means. The machine-readable forms first; then the notices in words,
 * which some servers mark as automatic answers; then automatic answers. A class needs evidence:
 * without it the answer is `unknown`, never a guess. Never throws.
 */
export function understand(mail: ReturnedMail): Understood {
  if (isLoop(mail)) {
    return notUnderstood('It goes in a loop, or is our own message: kept, and not acted on.');
  }
  return (
    readFeedback(mail) ??
    readDsn(mail) ??
    readReceipt(mail) ??
    readTextBounce(mail) ??
    readAutoReply(mail) ??
    notUnderstood('It is neither a report nor an automatic answer: somebody has to read it.')
  );
}

/** It has come round too often, or carries in its own header what only our messages carry. */
function isLoop(mail: ReturnedMail): boolean {
  const hops = mail.headers.filter(([name]) => name === 'received').length;
  const ours = /\/u\/[\w-]{86}>/.test(headerOf(mail, 'list-unsubscribe'));
  const marked = mail.headers.some(
    ([name, value]) => name === 'x-loop' && value.toLowerCase().includes('postern'),
  );
  return hops > MOST_HOPS || ours || marked;
}
