import { resolveReferences } from './markup.ts';
import { isOwnUrl, type OwnUrl } from './vocabulary.ts';

/**
 * Where a link leads. `web` is counted by way of the product's own address and kept with the
 * template's version; `own` is an address of the message's own, filled in for each; `other` (mailto,
 * tel) is left as it is.
 */
export type Address =
  | { readonly kind: 'web'; readonly url: string }
  | { readonly kind: 'own'; readonly field: OwnUrl }
  | { readonly kind: 'other'; readonly url: string };

export interface BadAddress {
  /** Counted from the beginning of the value. */
  readonly at: number;
  readonly sentence: string;
}

const HOST =
  /^https:\/\/(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z\d-]*[a-z][a-z\d-]*(?::\d{1,5})?(?:[/?#]|$)/i;
/** What mail programs and servers still take. */
const LONGEST = 2_000;
const ALONE = /^\s*\{\{-?\s*(\w+)\s*-?\}\}\s*$/;

/** Reads the value of an href as written, character references and all. */
export function readAddress(written: string, hasLiquid: boolean): Address | BadAddress {
  const field = ALONE.exec(written)?.[1];
  if (field !== undefined && isOwnUrl(field)) return { kind: 'own', field };
  if (hasLiquid) {
    const at = Math.max(0, written.search(/\{[{%]/));
    return {
      at,
      sentence:
        'Patient data must never be in an address: only {{ unsubscribe_url }} or {{ preferences_url }} alone may be.',
    };
  }
  const url = resolveReferences(written)?.trim();
  if (url === undefined)
    return { at: 0, sentence: 'This address holds an unknown “&…;”: write &amp; for &.' };
  return readUrl(url);
}

/** Reads an address in plain text. */
export function readUrl(url: string): Address | BadAddress {
  const bad = (sentence: string) => ({ at: 0, sentence });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u0020\u007f<>"'`\\{}|^]/.test(url)) {
    return bad(
      'This address holds a space or a sign that addresses do not hold; write it as %20 and so on.',
    );
  }
  if (url.length > LONGEST) return bad(`This address is longer than ${LONGEST} signs.`);
  if (url === '')
    return bad('This link leads nowhere: expected an address such as https://www.example.org/.');
  if (/^(?:mailto|tel):[^/]/i.test(url)) return { kind: 'other', url };
  if (/^http:/i.test(url)) return bad('Links lead over https: write https:// in place of http://.');
  if (!/^https:/i.test(url)) {
    return bad(
      'A link in mail is a whole address: expected https://, mailto: or tel: at its beginning.',
    );
  }
  if (!HOST.test(url))
    return bad('This address names no host: expected something like https://www.example.org/page.');
  return { kind: 'web', url };
}
