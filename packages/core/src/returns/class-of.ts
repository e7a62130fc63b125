import { FULL, GONE, LATER, POLICY, REFUSED } from './patterns.ts';

/** What a refusal is; `unknown` where neither codes nor words tell. */
export type RefusalClass = 'hard' | 'soft' | 'policy' | 'unknown';

/**
 * What a server's refusal means for the person: of a reply in our own SMTP conversation, or of the
 * diagnosis in a bounce. Ordered, first match decides: what is full, what is policy, who is gone (only
 * where the failure is for good), the enhanced code (RFC 3463), then vaguer words, then the bare
 * temporary code. `code` and `enhanced` are null where there is none; `text` may be scrubbed or not.
 *
 * Policy comes before "gone": blocking lists like to answer 550 5.1.1, and to suppress a person for
 * that would be wrong.
 */
export function classOf(code: number | null, enhanced: string | null, text: string): RefusalClass {
  const words = plainWords(text);
  const says = (patterns: readonly RegExp[]) => patterns.some((one) => one.test(words));
  const temporary = isTemporary(code, enhanced);
  if (says(FULL)) return 'soft';
  if (says(POLICY)) return 'policy';
  if (!temporary && says(GONE)) return 'hard';
  const exact = classOfEnhanced(enhanced);
  if (exact === 'hard' && temporary) return 'soft';
  if (exact !== 'unknown') return exact;
  if (says(LATER)) return 'soft';
  if (says(REFUSED)) return 'policy';
  return temporary ? 'soft' : 'unknown';
}

/** The enhanced code is the more exact, RFC 3463 section 2. */
function isTemporary(code: number | null, enhanced: string | null): boolean {
  if (enhanced?.startsWith('4')) return true;
  if (enhanced?.startsWith('5')) return false;
  return code !== null && code >= 400 && code < 500;
}

const HARD = new Set(['1.1', '1.2', '1.3', '1.6', '1.10', '2.1', '4.310']);
const SOFT = new Set(['2.2', '2.4', '5.3']);
const THEIR_RULES = new Set(['1.7', '1.8', '2.3', '3.4']);

/** By subject and detail, whatever the class digit: RFC 3463 section 3, and the IANA registry. */
function classOfEnhanced(enhanced: string | null): RefusalClass {
  const found = /^[45]\.((\d{1,3})\.\d{1,3})$/.exec(enhanced ?? '');
  const [, exact = '', subject] = found ?? [];
  if (HARD.has(exact)) return 'hard';
  if (SOFT.has(exact)) return 'soft';
  if (THEIR_RULES.has(exact) || subject === '6' || subject === '7') return 'policy';
  if (subject === '3' || subject === '4') return 'soft';
  return 'unknown';
}

/** One line in lower case without addresses: `no-such-user@…` is no evidence. */
function plainWords(text: string): string {
  return text
    .slice(0, 1500)
    .replace(/[^\s<>"]{1,64}@[^\s<>"]{1,255}/g, ' ')
    .toLowerCase()
    .replace(/’/g, "'")
    .replace(/\s+/g, ' ');
}
