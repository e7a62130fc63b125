import type { Fault } from './position.ts';

export type WordKind = 'name' | 'text' | 'number' | 'compare' | 'mark';
export interface Word {
  readonly kind: WordKind;
  /** As written; of a text, what is between the quotes. */
  readonly value: string;
  readonly offset: number;
}

const WORD =
  /\s*(?:(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<number>-?\d+(?:\.\d+)?)|(?<text>"[^"\\]*"|'[^'\\]*')|(?<compare>==|!=|>=|<=|>|<)|(?<mark>[|:,.[\]]))/y;

/**
 * The words of what stands inside a tag. Stricter than Liquid, which skips what it does not
 * understand: `{% if plan = "Gold" %}` would silently ask whether there is a plan.
 */
export function readWords(inside: string, at: number): Word[] | Fault {
  const words: Word[] = [];
  const end = inside.trimEnd().length;
  WORD.lastIndex = 0;
  while (WORD.lastIndex < end) {
    const from = WORD.lastIndex;
    const match = WORD.exec(inside);
    if (match === null) return notUnderstood(inside, from, at);
    for (const [kind, written] of Object.entries(match.groups ?? {})) {
      if (written === undefined) continue;
      const value = kind === 'text' ? written.slice(1, -1) : written;
      words.push({
        kind: kind as WordKind,
        value,
        offset: at + WORD.lastIndex - written.length,
      });
    }
  }
  return words;
}

function notUnderstood(inside: string, from: number, at: number): Fault {
  const rest = inside.slice(from);
  const offset = from + rest.length - rest.trimStart().length;
  const mark = String.fromCodePoint(inside.codePointAt(offset) ?? 32);
  const sentences: Readonly<Record<string, string>> = {
    '=': 'A single “=” compares nothing: write “==”.',
    '"': 'This text is not closed, or it holds a backslash: expected a closing quote.',
    "'": 'This text is not closed, or it holds a backslash: expected a closing quote.',
    '“': 'Texts in tags stand in straight quotes: " or \'.',
    '”': 'Texts in tags stand in straight quotes: " or \'.',
    '’': 'Texts in tags stand in straight quotes: " or \'.',
    '&': 'Write “and” to join two conditions, and < or > as they are.',
    '(': 'Brackets are not understood here; conditions are read from right to left.',
  };
  return {
    offset: at + offset,
    sentence: sentences[mark] ?? `“${mark}” is not understood here.`,
  };
}
