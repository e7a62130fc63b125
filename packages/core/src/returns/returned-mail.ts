/** A message that came home, taken apart by a MIME parser: plain strings, as untrusted as before. */
export interface ReturnedMail {
  /** The envelope's sender was `<>`, as of every notification (RFC 5321 section 4.5.5). */
  readonly nullSender: boolean;
  /** Outermost, names in lower case, values unfolded, in order. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The part for people to read; HTML made text. */
  readonly text: string;
  /** The parts that are reports or messages, `message/…` and `text/rfc822-headers`: type and content. */
  readonly parts: readonly { readonly type: string; readonly content: string }[];
}

/**
 * - `hard`: there is no such mailbox, or it takes mail no more.
 * - `soft`: not now: full, unreachable, expired in a queue.
 * - `policy`: they will not have this message, or not from us; it says nothing against the person.
 * - `auto_reply`: away, received your message.
 * - `complaint`: the person called it spam.
 * - `delivered`: evidence that it arrived.
 * - `unknown`: not understood; kept for a person to read.
 */
export const RETURN_CLASSES = [
  'hard',
  'soft',
  'policy',
  'auto_reply',
  'complaint',
  'delivered',
  'unknown',
] as const;
export type ReturnClass = (typeof RETURN_CLASSES)[number];

/** By what it was recognised. */
export type ReturnForm = 'dsn' | 'mdn' | 'feedback' | 'text' | 'auto_reply' | 'none';

export interface Understood {
  readonly class: ReturnClass;
  readonly form: ReturnForm;
  /** False for a soft one that is only late (Action: delayed): it may still arrive. */
  readonly counts: boolean;
  /** Enhanced status code, RFC 3463. */
  readonly status: string | null;
  /** One line without addresses: the other side's words where they are a diagnosis, else ours. */
  readonly reason: string;
  /** The host that said it, where one is named. */
  readonly remoteMta: string | null;
  /** Addresses that the report names. They name people: for comparing, never for keeping. */
  readonly recipients: readonly string[];
}

/** The first header of this name; '' when there is none. */
export function headerOf({ headers }: Pick<ReturnedMail, 'headers'>, name: string): string {
  return headers.find(([one]) => one === name)?.[1] ?? '';
}
