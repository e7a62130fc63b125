/**
 * A line break in a subject would begin a header of its own (RFC 5322 2.2), and what turns the
 * direction of writing would turn all that a mail program shows after it.
 */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim();
}

/**
 * What a header may say. `=?utf-8?B?…?=` in a value would be decoded by whoever reads it (RFC 2047
 * 2): an invisible space after each equals sign leaves a question mark a question mark.
 */
export function headerLine(text: string): string {
  return oneLine(text).replaceAll('=?', '=\u200b?');
}
