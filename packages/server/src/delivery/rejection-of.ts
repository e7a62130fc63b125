import { classOf, type RefusalClass } from '@postern/core/returns';
import type { OrganizationKeys } from '../keys/index.ts';

/** What a mail server's refusal for good says, to be heeded once it is recorded. */
export interface Rejection {
  readonly class: Exclude<RefusalClass, 'unknown'>;
  /** Keyed hash of the address that was written to, in base64. */
  readonly token: string;
}

interface Said {
  readonly smtpCode: number | null;
  readonly enhancedCode: string | null;
  readonly reply: string | null;
}

/** Null where nobody knows what the server meant. */
export function rejectionOf(
  keys: OrganizationKeys,
  email: string,
  { smtpCode, enhancedCode, reply }: Said,
): Rejection | null {
  const found = classOf(smtpCode, enhancedCode, reply ?? '');
  if (found === 'unknown') return null;
  return { class: found, token: keys.lookupToken('email', email).toString('base64') };
}
