import { spokenList } from '../spoken.ts';
import { Fault } from './fault.ts';
import { type Token, tokensOf } from './tokens.ts';

/** Reads words one after the other; what does not fit is thrown as a Fault. */
export interface Reader {
  /** The word that comes next, unread. */
  readonly peek: () => Token;
  readonly read: () => Token;
  /** Reads the word or mark if it comes next. */
  readonly takes: (text: string) => boolean;
  /** Reads these, one after the other. */
  readonly expect: (...texts: readonly string[]) => void;
  /** Reads one of the words. */
  readonly choose: <const T extends string>(words: readonly T[]) => T;
  readonly number: () => number;
  readonly text: () => string;
  readonly fail: (expected: string) => never;
}

export function readerOf(source: string): Reader {
  const tokens = tokensOf(source);
  let at = 0;
  const peek = (): Token => tokens[at] as Token;
  const read = (): Token => {
    const token = peek();
    if (token.kind !== 'end') at += 1;
    return token;
  };
  const fail = (expected: string): never => {
    throw new Fault(peek(), peek().text, expected);
  };
  const isNext = (text: string) =>
    peek().text === text && (peek().kind === 'word' || peek().kind === 'mark');
  const takes = (text: string): boolean => {
    if (!isNext(text)) return false;
    read();
    return true;
  };
  return {
    peek,
    read,
    fail,
    takes,
    expect: (...texts) => {
      for (const text of texts) if (!takes(text)) fail(`“${text}”`);
    },
    choose: (words) => {
      const found =
        words.find(isNext) ??
        fail(
          spokenList(
            words.map((one) => `“${one}”`),
            'or',
          ),
        );
      read();
      return found;
    },
    number: () => (peek().kind === 'number' ? Number(read().text) : fail('a number')),
    text: () => (peek().kind === 'text' ? read().text : fail('a text in quotes')),
  };
}
