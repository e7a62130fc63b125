import type { Fault } from './position.ts';
import { FILTERS, LITERALS, nearest } from './vocabulary.ts';
import { readWords, type Word } from './words.ts';

/** A field as it is named in a tag: `conditions`, `conditions.size`, `conditions[0]`. */
export interface Path {
  readonly root: string;
  readonly part: string | null;
  readonly offset: number;
}

/** What a tag or an output names, and what is wrong with it. */
export interface Expression {
  readonly paths: readonly Path[];
  readonly faults: readonly Fault[];
}

/** Reads the inside of tags word by word; the first thing that does not fit ends the reading. */
class Reader {
  readonly paths: Path[] = [];
  readonly faults: Fault[] = [];
  #next = 0;
  readonly #words: readonly Word[];
  readonly #end: number;

  constructor(inside: string, at: number) {
    const words = readWords(inside, at);
    this.#end = at + inside.trimEnd().length;
    this.#words = Array.isArray(words) ? words : [];
    if (!Array.isArray(words)) this.faults.push(words);
  }

  get failed(): boolean {
    return this.faults.length > 0;
  }
  get done(): boolean {
    return this.failed || this.#next >= this.#words.length;
  }
  /** Where the next word stands, or where the last one ended. */
  get offset(): number {
    return this.#words[this.#next]?.offset ?? this.#end;
  }
  fail(sentence: string, offset = this.offset): null {
    if (!this.failed) this.faults.push({ offset, sentence });
    return null;
  }
  take(kind: Word['kind'], ...values: string[]): Word | null {
    const word = this.#words[this.#next];
    if (this.failed || word?.kind !== kind) return null;
    if (values.length > 0 && !values.includes(word.value)) return null;
    this.#next++;
    return word;
  }
  /** The end must be here. */
  finish(): Expression {
    const word = this.#words[this.#next];
    if (word !== undefined) this.fail(`“${word.value}” is not expected here.`);
    return this;
  }

  /** A text or a number as it is. */
  literal(): Word | null {
    return this.take('text') ?? this.take('number') ?? this.take('name', ...LITERALS);
  }
  /** A literal, or a field. */
  operand(what: string): boolean {
    if (this.literal() !== null) return true;
    const name = this.take('name');
    if (name === null) {
      this.fail(`Expected ${what} here.`);
      return false;
    }
    let part: string | null = null;
    if (this.take('mark', '.'))
      part = (this.take('name') ?? this.fail('Expected a name.'))?.value ?? null;
    else if (this.take('mark', '[')) {
      part = (this.take('number') ?? this.fail('Expected a number.'))?.value ?? null;
      if (!this.take('mark', ']')) this.fail('Expected “]” here.');
    }
    this.paths.push({ root: name.value, part, offset: name.offset });
    return true;
  }
  filter(): void {
    const name = this.take('name');
    if (name === null) return void this.fail('Expected the name of a filter after “|”.');
    const bounds = Object.hasOwn(FILTERS, name.value) ? FILTERS[name.value] : undefined;
    if (bounds === undefined) {
      const near = nearest(name.value, Object.keys(FILTERS));
      const hint =
        near === null ? `known are ${Object.keys(FILTERS).join(', ')}` : `did you mean ${near}?`;
      return void this.fail(`There is no filter “${name.value}”; ${hint}`, name.offset);
    }
    let count = 0;
    if (this.take('mark', ':')) {
      do {
        if (this.literal() === null) {
          return void this.fail(
            `Expected a text in quotes or a number for the filter ${name.value}.`,
          );
        }
        count++;
      } while (this.take('mark', ','));
    }
    if (!this.failed && (count < bounds[0] || count > bounds[1])) {
      const expected = bounds[0] === bounds[1] ? `${bounds[0]}` : `${bounds[0]} to ${bounds[1]}`;
      this.fail(`The filter ${name.value} takes ${expected} values, not ${count}.`, name.offset);
    }
  }
}

/** `given_name | default: "there"` */
export function readOutput(inside: string, at: number): Expression {
  const reader = new Reader(inside, at);
  if (reader.operand('the key of a field')) while (reader.take('mark', '|')) reader.filter();
  return reader.finish();
}

/** `conditions contains "E11" and plan == "Gold"` */
export function readCondition(inside: string, at: number): Expression {
  const reader = new Reader(inside, at);
  do {
    while (reader.take('name', 'not'));
    if (!reader.operand('a field or a value')) break;
    if (reader.take('compare') || reader.take('name', 'contains')) {
      reader.operand('a field or a value');
    }
  } while (reader.take('name', 'and', 'or'));
  return reader.finish();
}

/** The field of a `case`. */
export function readOperand(inside: string, at: number): Expression {
  const reader = new Reader(inside, at);
  reader.operand('a field');
  return reader.finish();
}

/** The values of a `when`: `"a", "b"` or `"a" or "b"`. */
export function readWhen(inside: string, at: number): Expression {
  const reader = new Reader(inside, at);
  do {
    if (reader.literal() === null)
      reader.fail('Expected a text in quotes or a number after “when”.');
  } while (!reader.done && (reader.take('mark', ',') || reader.take('name', 'or')));
  return reader.finish();
}

export interface Loop extends Expression {
  readonly variable: Path | null;
}

/** `condition in conditions limit: 3` */
export function readLoop(inside: string, at: number): Loop {
  const reader = new Reader(inside, at);
  const name = reader.take('name') ?? reader.fail('Expected a name, as in “for item in list”.');
  if (!reader.take('name', 'in')) reader.fail('Expected “in”, as in “for item in list”.');
  const field = reader.offset;
  if (reader.operand('the key of a list') && reader.paths.length === 0) {
    reader.fail('Only over a list can one loop.', field);
  }
  while (!reader.done) {
    const option = reader.take('name', 'reversed', 'limit', 'offset');
    if (option === null) break;
    if (option.value === 'reversed') continue;
    if (!reader.take('mark', ':') || !reader.take('number')) {
      reader.fail(`Expected a number, as in “${option.value}: 3”.`);
    }
  }
  const variable = name === null ? null : { root: name.value, part: null, offset: name.offset };
  return { ...reader.finish(), paths: reader.paths, faults: reader.faults, variable };
}
