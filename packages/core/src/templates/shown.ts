import { Drop } from 'liquidjs';
import {
  type AttributeValue,
  codeAndAncestors,
  normaliseCode,
  normaliseText,
} from '../values/index.ts';
import { sayDay, sayList } from './say.ts';
import type { TemplateField } from './source.ts';

/** One attribute's value inside Liquid: compared as it is stored, shown as people say it. */
export class Shown extends Drop {
  readonly #field: TemplateField;
  readonly #value: AttributeValue;

  constructor(field: TemplateField, value: AttributeValue) {
    super();
    this.#field = field;
    this.#value = value;
  }

  override valueOf(): AttributeValue {
    return this.#value;
  }
  get field(): TemplateField {
    return this.#field;
  }
  /** Days as 'March 4, 2026', lists as 'a, b and c', booleans as yes and no. */
  say(): string {
    return sayField(this.#field, this.#value);
  }
  /** `contains`: of a list an item, of a code the code or what it lies under, of a text a part. */
  holds(sought: string): boolean {
    const { type, system } = this.#field;
    const items = Array.isArray(this.#value) ? this.#value : [String(this.#value)];
    if (system !== null) {
      const code = normaliseCode(system, sought);
      return items.some((item) => codeAndAncestors(system, item).includes(code));
    }
    const text = normaliseText(sought);
    return type === 'list'
      ? items.some((item) => normaliseText(item) === text)
      : items.some((item) => normaliseText(item).includes(text));
  }
  /** `size`, `first`, `last` and numbered places of a list. */
  override liquidMethodMissing(part: string | number): unknown {
    if (!Array.isArray(this.#value)) return undefined;
    if (part === 'size') return this.#value.length;
    if (part === 'first') return this.#value[0];
    if (part === 'last') return this.#value.at(-1);
    return this.#value[Number(part)];
  }
}

/** A field's value as people say it. */
export function sayField({ type }: TemplateField, value: AttributeValue): string {
  return type === 'date' && typeof value === 'string' ? sayDay(value) : say(value);
}

/** A value that is not known: false in a condition, and reported when it is to be shown. */
export class Missing extends Drop {
  readonly report: () => void;

  constructor(report: () => void) {
    super();
    this.report = report;
  }
  override valueOf(): undefined {
    return undefined;
  }
  override liquidMethodMissing(part: string | number): unknown {
    return part === 'size' ? 0 : this;
  }
}

/** Any value that Liquid may hand over, as text. */
export function say(value: unknown): string {
  if (value instanceof Shown) return value.say();
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return sayList(value.map(say));
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
