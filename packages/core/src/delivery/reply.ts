/** An SMTP reply, RFC 5321 section 4.2, with its enhanced status code, RFC 3463, where it has one. */
export interface Reply {
  readonly code: number;
  readonly enhanced: string | null;
}

export type ReplyMeaning = 'accepted' | 'deferred' | 'failed';

/**
 * Reads the code and the enhanced code off a reply: "550 5.1.1 No such user" or, of several lines,
 * the last. The text is left behind: servers like to repeat the address in it. Null for none.
 */
export function readReply(text: string): Reply | null {
  const line = text.trimEnd().split(/\r?\n/).at(-1) ?? '';
  const found = /^([2-5]\d{2})(?:[ -]+([245]\.\d{1,3}\.\d{1,3})\b)?/.exec(line);
  if (found === null) return null;
  return { code: Number(found[1]), enhanced: found[2] ?? null };
}

/**
 * What a reply to a recipient or to the message means. Where the enhanced code contradicts the plain
 * one it counts, being the more exact (RFC 3463 section 2); but nothing is accepted that the plain
 * code does not accept. A code that is neither 2xx nor 5xx is no refusal for good.
 */
export function meaningOf({ code, enhanced }: Reply): ReplyMeaning {
  if (code >= 200 && code < 300) return 'accepted';
  const exact = enhanced?.[0];
  if (exact === '4') return 'deferred';
  if (exact === '5') return 'failed';
  return code >= 500 && code < 600 ? 'failed' : 'deferred';
}
