import { type AttributeValue, comparableForm } from '@postern/core/values';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import { lastingForms } from './dictionary.ts';

/** The first that come: those that recur most are among them. */
const MOST = 8_192;
/** Of what has no comparable form: it says nothing. */
const NOTHING = 0;

/**
 * What texts and codes of one attribute are called in pages, of those whose numbers stay, as files write
 * them: by way of their forms, as `knownValue` goes, one word takes three times as long.
 */
export class LastingWords {
  readonly #definition: NumberedDefinition;
  readonly #forms: ReadonlyMap<string, number>;
  readonly #numbers = new Map<string, number>();

  constructor(keys: OrganizationKeys, definition: NumberedDefinition) {
    this.#definition = definition;
    this.#forms = lastingForms(keys, definition);
  }

  /** Null where `knownValue` is; undefined unless all of its words have numbers that stay. */
  numbersOf(value: AttributeValue): number | readonly number[] | null | undefined {
    const { deletedAt, type } = this.#definition;
    if (deletedAt !== null) return null;
    if (type !== 'list') {
      const number = typeof value === 'string' ? this.#numberOf(value) : NOTHING;
      return number === NOTHING ? null : number;
    }
    if (!Array.isArray(value)) return null;
    const numbers: number[] = [];
    for (const item of value) {
      const number = this.#numberOf(item);
      if (number === undefined) return undefined;
      if (number !== NOTHING && !numbers.includes(number)) numbers.push(number);
    }
    return numbers.length === 0 ? null : numbers;
  }

  #numberOf(word: string): number | undefined {
    const known = this.#numbers.get(word);
    if (known !== undefined) return known;
    const form = comparableForm(this.#definition, word);
    const number = form === '' ? NOTHING : this.#forms.get(form);
    if (number === undefined) return undefined;
    // a piece of a line would keep the line
    if (this.#numbers.size < MOST) this.#numbers.set(` ${word}`.slice(1), number);
    return number;
  }
}
