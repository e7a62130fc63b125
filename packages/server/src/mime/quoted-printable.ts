/**
 * Quoted-printable (RFC 2045 section 6.7) in a form of its own: no line begins with a dot, no two
 * spaces stand side by side, no tab stays and none ends with a space. The relaxed body of DKIM
 * (RFC 6376 section 3.4.4) is then the bytes as they are, and DATA has no dot to stuff.
 */

/**
 * Room on a line of 76 for what may follow: a dot that is written in three signs instead of one, a
 * space, and the equals sign of a soft break.
 */
const WIDTH = 72;

/** Words of signs that stand for themselves, a space between: most of what is written. */
const PLAIN = /^[!-<>-~]+(?: [!-<>-~]+)*$/;
/** What cannot stand for itself: of two spaces the second, and a space at the end of a line. */
const SPECIAL = /[^\x20-\x3c\x3e-\x7e\n]+| {2}| (?=\n|$)/g;

/**
 * Text that begins on a line of its own; line feeds are line breaks. Answers no break at the end but
 * the text's own. A null is dropped: no message may hold one (RFC 5322 section 2.3).
 */
export function quoted(text: string): string {
  if (text === '') return '';
  if (PLAIN.test(text)) return broken(text);
  const plain = text.toWellFormed().replaceAll('\0', '').replace(SPECIAL, octets);
  return plain.includes('\n') ? plain.split('\n').map(broken).join('\r\n') : broken(plain);
}

/** What was encoded, so that the next piece begins on a line of its own. */
export function softly(encoded: string): string {
  return encoded === '' || encoded.endsWith('\n') ? encoded : `${encoded}=\r\n`;
}

/** UTF-8, two hexadecimal digits an octet: what addresses write after a percent sign. */
function octets(signs: string): string {
  if (signs === '  ') return ' =20';
  return encodeURIComponent(signs).replaceAll('%', '=');
}

/** One line with its soft breaks, none of them within a character. */
function broken(line: string): string {
  if (line.length <= WIDTH) return begun(line);
  let lines = '';
  let from = 0;
  while (line.length - from > WIDTH) {
    const to = endOfCharacter(line, from + WIDTH);
    lines += `${begun(line.slice(from, to))}=\r\n`;
    from = to;
  }
  return lines + begun(line.slice(from));
}

/** A mailbox file takes a line that begins with `From ` for a new message: RFC 2049 section 3. */
function begun(line: string): string {
  if (line.startsWith('.')) return `=2E${line.slice(1)}`;
  return line.startsWith('From ') ? `=46${line.slice(1)}` : line;
}

/** The last place up to `to` that divides no character: 12 signs hold any. */
function endOfCharacter(line: string, to: number): number {
  let end = to;
  if (line[to - 1] === '=') end = to - 1;
  else if (line[to - 2] === '=') end = to - 2;
  // the second and later bytes of a character are 80 to BF: RFC 3629 section 3
  while (line[end] === '=' && /[89AB]/.test(line[end + 1] ?? '')) end -= 3;
  return end;
}
