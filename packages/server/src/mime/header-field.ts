import { headerLine } from '@postern/core/templates';
import { encodedWords } from './encoded-words.ts';

/**
 * A header as it is sent, and as DKIM hashes it (relaxed, RFC 6376 section 3.4.2). Every sign is one
 * octet: what lies beyond ASCII is UTF-8 already.
 */
export interface HeaderField {
  readonly name: string;
  readonly raw: string;
  readonly relaxed: string;
}

/** `body` has one space between words, and `\r\n ` instead of it where the line is broken. */
export function headerField(name: string, body: string): HeaderField {
  const relaxed = `${name.toLowerCase()}:${body.includes('\r') ? body.replaceAll('\r\n', '') : body}\r\n`;
  return { name, raw: `${name}: ${body}\r\n`, relaxed };
}

const ASCII = /^[\x20-\x7e]*$/;
const LINE = 76;

/** A header that is read as text, such as a subject. */
export function textField(name: string, text: string): HeaderField {
  const line = headerLine(text);
  const used = name.length + 2;
  const plain = ASCII.test(line) && !/[^ ]{61}/.test(line);
  return headerField(name, plain ? folded(line.split(' '), used) : encodedWords(line, used));
}

/** Words by spaces and line breaks. `used` is what stands on the first line already. */
function folded(words: readonly string[], used: number): string {
  let body = '';
  let column = used;
  for (const word of words) {
    const breaks = body !== '' && column + 1 + word.length > LINE;
    if (body !== '') body += breaks ? '\r\n ' : ' ';
    column = breaks ? 1 + word.length : column + 1 + word.length;
    body += word;
  }
  return body;
}

/** A header that names one person: RFC 5322 section 3.4. The address is in its form for the wire. */
export function addressField(name: string, person: string | null, address: string): HeaderField {
  const line = headerLine(person ?? '');
  // one octet a sign; an address beyond ASCII stays UTF-8 (RFC 6532 section 3.2)
  const octets = Buffer.from(address).toString('latin1');
  if (line === '') return headerField(name, octets);
  const phrase = phraseOf(line, name.length + 2);
  const column = phrase.length - (phrase.lastIndexOf('\n') + 1);
  const used = phrase.includes('\n') ? column : name.length + 2 + column;
  const space = used + octets.length + 3 > LINE ? '\r\n ' : ' ';
  return headerField(name, `${phrase}${space}<${octets}>`);
}

function phraseOf(line: string, used: number): string {
  if (!ASCII.test(line) || line.length > 60) return encodedWords(line, used);
  if (/^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+$/.test(line)) return line;
  return `"${line.replace(/["\\]/g, '\\$&')}"`;
}
