const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const OCTETS = Buffer.from(LETTERS);

/** Base32, RFC 4648 section 6, in lower case and without padding: it survives case folding. */
export function base32(bytes: Uint8Array): string {
  // put together in octets: a string that grows by a letter is fifty strings
  const text = Buffer.allocUnsafe(Math.ceil((bytes.length * 8) / 5));
  let at = 0;
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text[at++] = OCTETS[(held >>> (bits - 5)) & 31] ?? 0;
    held &= (1 << bits) - 1;
  }
  if (bits > 0) text[at] = OCTETS[(held << (5 - bits)) & 31] ?? 0;
  return text.toString('latin1');
}

/** What `base32` made, in either case; null for any other text, and for any other spelling of it. */
export function fromBase32(text: string): Buffer | null {
  const bytes = Buffer.alloc(Math.floor((text.length * 5) / 8));
  let at = 0;
  let bits = 0;
  let held = 0;
  for (const letter of text.toLowerCase()) {
    const value = LETTERS.indexOf(letter);
    if (value === -1) return null;
    held = (held << 5) | value;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = held >>> bits;
    held &= (1 << bits) - 1;
  }
  // left-over bits that are not zero, or a whole letter too many, spell the same bytes otherwise
  return held === 0 && bits < 5 ? bytes : null;
}
