import { addressesIn, afterType, fieldBlocks } from './fields.ts';
import type { ReturnedMail, Understood } from './returned-mail.ts';

/**
 * A disposition notification, RFC 8098: whatever a mail program did with the message, it had it.
 * Null for what is none.
 */
export function readReceipt(mail: ReturnedMail): Understood | null {
  const part = mail.parts.find(({ type }) =>
    /^message\/(?:global-)?disposition-notification$/.test(type),
  );
  const fields = part && fieldBlocks(part.content).find((block) => block.has('disposition'));
  if (fields === undefined) return null;
  return {
    class: 'delivered',
    form: 'mdn',
    counts: false,
    status: null,
    reason: 'A mail program reports that it had the message.',
    remoteMta: null,
    recipients: addressesIn(afterType(fields.get('final-recipient'))),
  };
}
