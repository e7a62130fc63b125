/** The longest line of a header with an encoded word, and the longest such word: RFC 2047 section 2. */
const LINE = 76;
const WORD = 75;
const FRAME = '=?UTF-8?Q??='.length;

/** What stands for itself in an encoded word, in a name too: RFC 2047 section 5 (3). */
const PLAIN = /^[A-Za-z0-9!*+/-]$/;

/**
 * Text as encoded words that no character is divided between, by breaks in the header. `used` is
 * what stands on the first line already.
 */
export function encodedWords(text: string, used: number): string {
  const characters = Array.from(text);
  const inQ = characters.map(quotedCharacter);
  const base64 = inQ.reduce((sum, one) => sum + one.length, 0) > (Buffer.byteLength(text) * 4) / 3;
  const words: string[] = [];
  let room = LINE - used - FRAME;
  let word = '';
  let size = 0;
  const end = () => {
    if (word === '') return;
    const held = base64 ? Buffer.from(word).toString('base64') : word;
    words.push(`=?UTF-8?${base64 ? 'B' : 'Q'}?${held}?=`);
    room = WORD - FRAME;
    word = '';
    size = 0;
  };
  characters.forEach((character, place) => {
    const one = base64 ? character : (inQ[place] ?? '');
    const more = Buffer.byteLength(one);
    if ((base64 ? Math.ceil((size + more) / 3) * 4 : size + more) > room) end();
    word += one;
    size += more;
  });
  end();
  return words.join('\r\n ');
}

function quotedCharacter(character: string): string {
  if (character === ' ') return '_';
  if (PLAIN.test(character)) return character;
  return Buffer.from(character).toString('hex').toUpperCase().replace(/../g, '=$&');
}
