import { Fault } from './fault.ts';

export interface Token {
  readonly kind: 'word' | 'text' | 'number' | 'day' | 'mark' | 'end';
  /** As it is written; of a text what it says. */
  readonly text: string;
  readonly line: number;
  /** In characters, from 1. */
  readonly column: number;
}

const KINDS = {
  skipped: /(?:\s+|#[^\n]*)+/y,
  text: /"(?:[^"\\\n]|\\[^\n])*"/y,
  day: /\d{4}-\d{2}-\d{2}(?![\w.-])/y,
  number: /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y,
  word: /[A-Za-z_][\w.]*/y,
  mark: /[(),%]/y,
} as const;

/** The text in words; ends with one of kind `end`. Throws a Fault at what is none. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let [line, column] = [1, 1];
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? null;
  };
  // counted on from word to word: anew for each, a line of 60,000 words took half a minute
  const pass = (length: number) => {
    const lines = source.slice(at, at + length).split('\n');
    const characters = Array.from(lines.at(-1) ?? '').length;
    column = lines.length > 1 ? characters + 1 : column + characters;
    line += lines.length - 1;
    at += length;
  };
  for (;;) {
    pass(take(KINDS.skipped)?.length ?? 0);
    if (at >= source.length) {
      tokens.push({ kind: 'end', text: '', line, column });
      return tokens;
    }
    const token = next(take, { line, column });
    tokens.push(token.token);
    pass(token.length);
  }
}

type Place = Pick<Token, 'line' | 'column'>;

function next(
  take: (pattern: RegExp) => string | null,
  place: Place,
): { readonly token: Token; readonly length: number } {
  for (const kind of ['text', 'day', 'number', 'word', 'mark'] as const) {
    const written = take(KINDS[kind]);
    if (written === null) continue;
    const text = kind === 'text' ? unquoted(written, place) : written;
    return { token: { kind, text, ...place }, length: written.length };
  }
  const found = take(/[^\s(),%]{1,20}/uy) ?? '';
  if (found.startsWith('"')) {
    throw new Fault(place, found, 'quotes that end on the same line');
  }
  const straight = /^[“”„‘’'`]/u.test(found)
    ? 'straight quotes: "'
    : 'a word, a number or a text in quotes';
  throw new Fault(place, found, straight);
}

function unquoted(written: string, place: Place): string {
  try {
    return String(JSON.parse(written));
  } catch {
    throw new Fault(place, written, 'a text whose escapes are those of JSON');
  }
}
