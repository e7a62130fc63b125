const ATEXT = "[a-z0-9!#$%&'*+/=?^_`{|}~\\u{80}-\\u{10ffff}-]";
/** RFC 5322 3.2.3 dot-atom; beyond ASCII as in RFC 6531. */
const LOCAL = new RegExp(`^${ATEXT}+(\\.${ATEXT}+)*$`, 'iu');
const LABEL =
  /^[a-z0-9\u{80}-\u{10ffff}]([a-z0-9\u{80}-\u{10ffff}-]*[a-z0-9\u{80}-\u{10ffff}])?$/iu;
/** What nearly all addresses are: ASCII, a dot-atom before the @, labels of at most 63, the last no number. */
const PLAIN =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
/** Spaces, controls and invisible characters that the ranges above would let through. */
const UNSEEN = /[\p{C}\p{Z}]/u;

/**
 * Reads an email address as people have them, RFC 5321 with the internationalised ones of RFC 6531:
 * at most 64 octets before the @, 254 in all, a domain of two labels or more. Null when it is none.
 * Quoted local parts and address literals (`"a b"@x`, `a@[192.0.2.1]`) are refused: no patient has
 * one, and a typing error looks like one. The domain is answered in lower case, the rest as written.
 */
export function readEmail(text: string): string | null {
  if (text.length <= 254 && text.indexOf('@') <= 64 && PLAIN.test(text)) {
    const at = text.indexOf('@');
    return `${text.slice(0, at)}@${text.slice(at + 1).toLowerCase()}`;
  }
  const address = text.normalize('NFC').trim();
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1).toLowerCase();
  const labels = domain.split('.');
  const sound =
    at > 0 &&
    !UNSEEN.test(address) &&
    LOCAL.test(local) &&
    octets(local) <= 64 &&
    octets(address) <= 254 &&
    labels.length >= 2 &&
    labels.every((label) => LABEL.test(label) && octets(label) <= 63) &&
    !/^[0-9]+$/.test(labels.at(-1) ?? '');
  return sound ? `${local}@${domain}` : null;
}

/** Length in UTF-8. */
function octets(text: string): number {
  let count = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    count += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return count;
}
