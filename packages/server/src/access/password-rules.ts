import { dictionary } from '@zxcvbn-ts/language-common';

const PASSWORD_MINIMUM = 12;

let common: ReadonlySet<string> | null = null;

/**
 * Why a password cannot be taken; null: it can. As NIST SP 800-63B-4, 3.1.1.2: long rather than
 * intricate, none that everybody guesses first or that speaks of its user, and no change by date.
 */
export function passwordFault(
  password: string,
  { name, email }: { readonly name: string; readonly email: string },
): string | null {
  // code points, as NIST counts
  const { length } = Array.from(password.normalize('NFC'));
  if (length < PASSWORD_MINIMUM) {
    return `This password has ${length} characters; expected at least ${PASSWORD_MINIMUM}. A few words in a row are easy to keep.`;
  }
  const lower = password.normalize('NFC').toLowerCase();
  if (new Set(lower).size < 4) return 'This password repeats a few characters; expected more.';
  const own = ownWords(name, email).find((word) => lower.includes(word));
  if (own !== undefined) {
    return 'This password has your name or address in it, which others try first; expected another.';
  }
  common ??= new Set(dictionary['passwords-common']);
  // with a year or a mark around it, or twice in a row, a common one stays common
  const bare = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const half = lower.slice(0, lower.length / 2);
  const repeated = half + half === lower ? [half] : [];
  if ([lower, ...(bare.length >= 4 ? [bare] : []), ...repeated].some((word) => common?.has(word))) {
    return 'This password is among those that are tried first everywhere; expected another.';
  }
  return null;
}

function ownWords(name: string, email: string): readonly string[] {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const words = [...name.toLowerCase().split(/[^\p{L}\p{N}]+/u), ...local.split(/[^\p{L}\p{N}]+/u)];
  const [host = ''] = domain.split('.');
  return [...words, local, host].filter((word) => word.length >= 4);
}
