const LONGEST_READ = 1000;
const LONGEST_KEPT = 300;
const HIDDEN = '[…]';

/** An at sign, or what stands for one in a URL, in HTML, or in the wider alphabets. */
const AT = String.raw`(?:[@\uFE6B\uFF20]|%40|&#0*64;|&#x0*40;|&commat;|[(\[]at[)\]])`;
/** From the first quotation mark to the last before an at sign: a quoted local part may hold anything, RFC 5321 4.1.2. */
const QUOTED = new RegExp(`[^ ]*".*"[^ ]* ?${AT} ?[^ ]*`, 'giu');
const ADDRESS = new RegExp(`[^ ]* ?${AT} ?[^ ]*`, 'giu');

/**
 * What a server answered, without what may name a person: anything around an at sign (RFC 5321,
 * 6531: quoted and UTF-8 local parts too), anything in angle brackets, numbers of 7 digits and
 * more, telephone numbers, the query part of URLs. One line of printable characters, at most 300.
 *
 * A server can also name a mailbox without its domain ("mailbox jdoe is full"): `addresses` are
 * those that the sender knows to be spoken of; their local parts go as well.
 */
export function scrubReply(text: string, addresses: readonly string[] = []): string {
  // what is cut off may have been the rest of an address
  const read = text.length > LONGEST_READ ? `${text.slice(0, LONGEST_READ)}"@` : text;
  let left = read
    .replace(/[\t-\r]+/gu, ' ')
    .replace(/\p{C}/gu, '')
    .replace(/ +/gu, ' ')
    .replace(QUOTED, HIDDEN)
    .replace(ADDRESS, ` ${HIDDEN}`)
    .replace(/<[^<>]*>?/gu, `<${HIDDEN}>`)
    .replace(/(https?:\/\/[^ ?#]*)[?#][^ ]*/giu, '$1')
    .replace(/\(?\p{Nd}{3}\)?[-. ]?\p{Nd}{3}[-. ]\p{Nd}{4}|\p{Nd}{3}-\p{Nd}{2}-\p{Nd}{4}/gu, HIDDEN)
    .replace(/\p{Nd}{7,}/gu, HIDDEN);
  for (const address of addresses) left = withoutLocalPart(left, address);
  return left
    .replace(/ +/gu, ' ')
    .trim()
    .slice(0, LONGEST_KEPT)
    .replace(/\p{Cs}$/u, '');
}

function withoutLocalPart(text: string, address: string): string {
  const local = address.slice(0, Math.max(0, address.lastIndexOf('@'))).replace(/^"|"$/gu, '');
  if (local === '') return text;
  const letter = String.raw`[\p{L}\p{N}]`;
  return text.replace(
    new RegExp(`(?<!${letter})${RegExp.escape(local)}(?!${letter})`, 'giu'),
    HIDDEN,
  );
}
