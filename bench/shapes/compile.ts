import { daysAround } from '../../packages/core/src/segments/index.ts';
import type { AskedCondition, AskedTree } from '../population/segments.ts';
import { TODAY, type Trait } from '../population/traits.ts';
import { traitOf } from './tokens.ts';

/** How a table of one row a contact answers what depends on its shape. */
export interface Questions {
  /** Numbers, dates and flags: whether the column of the value fits. */
  fits(trait: Trait, test: (column: string) => string): string;
  /** Texts, codes and lists: whether one of the values is there. */
  any(trait: Trait, values: readonly string[]): string;
  under(trait: Trait, code: string): string;
  known(trait: Trait): string;
}

/** The tree as a condition on such a row; null counts as false. */
export function compile(tree: AskedTree, questions: Questions): string {
  switch (tree.op) {
    case 'and':
    case 'or':
      return `(${tree.of.map((one) => compile(one, questions)).join(` ${tree.op} `)})`;
    case 'not':
      return `((${compile(tree.of, questions)}) is not true)`;
    default:
      return condition(tree, traitOf(tree.attribute), questions);
  }
}

function condition(asked: AskedCondition, trait: Trait, questions: Questions): string {
  const fits = (test: (column: string) => string) => questions.fits(trait, test);
  switch (asked.op) {
    case 'isSet':
      return questions.known(trait);
    case 'equals':
      return typeof asked.value === 'string' && trait.type !== 'date'
        ? questions.any(trait, [asked.value])
        : fits((column) => `${column} = '${asked.value}'`);
    case 'oneOf':
    case 'anyOf':
      return questions.any(trait, asked.values);
    case 'allOf':
      return `(${asked.values.map((value) => questions.any(trait, [value])).join(' and ')})`;
    case 'noneOf':
      return `(${questions.known(trait)} and (${questions.any(trait, asked.values)}) is not true)`;
    case 'underCode':
      return questions.under(trait, asked.code);
    case 'range': {
      const { min = -Infinity, max = Infinity } = asked;
      return fits((column) => `${column} between '${min}' and '${max}'`);
    }
    case 'before':
      return fits((column) => `${column} < '${asked.day}'`);
    case 'after':
      return fits((column) => `${column} > '${asked.day}'`);
    case 'withinDays': {
      const [from, to] = daysAround(TODAY, asked);
      return fits((column) => `${column} between '${from}' and '${to}'`);
    }
  }
}
