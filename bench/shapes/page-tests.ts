import { daysAround } from '../../packages/core/src/segments/index.ts';
import { dayNumber } from '../../packages/core/src/values/index.ts';
import type { AskedCondition, AskedTree } from '../population/segments.ts';
import { TODAY, type Trait } from '../population/traits.ts';
import { NO_DAY } from './page-columns.ts';
import {
  type ColumnTest,
  dayTest,
  every,
  flagTest,
  LARGEST,
  negated,
  numberTest,
  wordTest,
} from './page-leaves.ts';
import { traitOf } from './tokens.ts';

/** The touched attributes of the contacts of one page, by their numbers. */
export interface Page {
  readonly contacts: number;
  readonly data: ReadonlyMap<number, Buffer>;
}

/** Sets 1 for each contact of the page that fits, 0 for each other. */
export type PageTest = (page: Page, mask: Uint8Array) => void;

/** The numbers of the words that a literal stands for: one, or all that lie under a code. */
export type NumbersOf = (trait: Trait, literal: string, under: boolean) => readonly number[];

export function pageTest(tree: AskedTree, numbersOf: NumbersOf): PageTest {
  switch (tree.op) {
    case 'and':
    case 'or': {
      const [first, ...rest] = tree.of.map((one) => pageTest(one, numbersOf));
      const and = tree.op === 'and';
      const other = new Uint8Array(LARGEST);
      return (page, mask) => {
        const { contacts } = page;
        if (first === undefined) {
          mask.fill(and ? 1 : 0);
          return;
        }
        first(page, mask);
        for (const test of rest) {
          test(page, other);
          if (and)
            for (let at = 0; at < contacts; at += 1) mask[at] = (mask[at] ?? 0) & (other[at] ?? 0);
          else
            for (let at = 0; at < contacts; at += 1) mask[at] = (mask[at] ?? 0) | (other[at] ?? 0);
        }
      };
    }
    case 'not': {
      const inner = pageTest(tree.of, numbersOf);
      return (page, mask) => {
        inner(page, mask);
        for (let at = 0; at < page.contacts; at += 1) mask[at] = (mask[at] ?? 0) ^ 1;
      };
    }
    default: {
      const trait = traitOf(tree.attribute);
      const test = conditionTest(tree, trait, numbersOf);
      return ({ contacts, data }, mask) => {
        const bytes = data.get(trait.number);
        if (bytes === undefined) mask.fill(0);
        else test(bytes, contacts, mask);
      };
    }
  }
}

function conditionTest(asked: AskedCondition, trait: Trait, numbersOf: NumbersOf): ColumnTest {
  switch (trait.type) {
    case 'boolean': {
      if (asked.op === 'isSet') return flagTest((flag) => flag > 0);
      const wanted = asked.op === 'equals' && asked.value === true ? 2 : 1;
      return flagTest((flag) => flag === wanted);
    }
    case 'number': {
      // NaN is in no range
      if (asked.op === 'range') return numberTest(asked.min ?? -Infinity, asked.max ?? Infinity);
      if (asked.op === 'equals') return numberTest(Number(asked.value), Number(asked.value));
      return numberTest(-Infinity, Infinity);
    }
    case 'date': {
      const [from, to] = dayRange(asked);
      return dayTest(from, to);
    }
    default: {
      const numbers = (values: readonly string[]) =>
        values.flatMap((value) => numbersOf(trait, value, false));
      const list = trait.type === 'list';
      switch (asked.op) {
        case 'equals':
          return wordTest(list, numbers([String(asked.value)]));
        case 'oneOf':
        case 'anyOf':
          return wordTest(list, numbers(asked.values));
        case 'underCode':
          return wordTest(list, numbersOf(trait, asked.code, true));
        case 'allOf':
          return every(asked.values.map((value) => wordTest(list, numbers([value]))));
        case 'noneOf':
          return every([wordTest(list, null), negated(wordTest(list, numbers(asked.values)))]);
        default:
          return wordTest(list, null);
      }
    }
  }
}

function dayRange(asked: AskedCondition): readonly [number, number] {
  switch (asked.op) {
    case 'before':
      return [NO_DAY + 1, dayNumber(asked.day) - 1];
    case 'after':
      return [dayNumber(asked.day) + 1, Infinity];
    case 'withinDays': {
      const [from, to] = daysAround(TODAY, asked);
      return [dayNumber(from), dayNumber(to)];
    }
    case 'equals':
      return [dayNumber(String(asked.value)), dayNumber(String(asked.value))];
    default:
      return [NO_DAY + 1, Infinity];
  }
}
