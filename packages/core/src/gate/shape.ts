/**
 * Readers of untrusted JSON. A reader gives the value with its type or throws a `Misfit` that says
 * where and what was expected. An object has exactly its fields: one too many is a misspelling.
 */
export type Reader<T> = (value: unknown, path: string) => T;
export type ReadBy<R> = R extends Reader<infer T> ? T : never;

export class Misfit extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'Misfit';
    this.problems = problems;
  }
}

export const bool: Reader<boolean> = (value, path) => {
  if (typeof value !== 'boolean') return misfit(path, 'true or false', value);
  return value;
};

export const wholeNumber: Reader<number> = (value, path) => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
    return misfit(path, 'a whole number, 0 or more', value);
  }
  return value;
};

export function oneOf<const T extends string>(values: readonly T[]): Reader<T> {
  return (value, path) => {
    const found = values.find((one) => one === value);
    return found ?? misfit(path, `one of ${values.join(', ')}`, value);
  };
}

export function nullOr<T>(reader: Reader<T>): Reader<T | null> {
  return (value, path) => {
    if (value === null) return null;
    try {
      return reader(value, path);
    } catch (error) {
      if (!(error instanceof Misfit)) throw error;
      const own = `${path}: expected `;
      throw new Misfit(error.problems.map((problem) => problem.replace(own, `${own}null or `)));
    }
  };
}

export function listOf<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return misfit(path, 'a list', value);
    return value.map((item, index) => reader(item, `${path}[${index}]`));
  };
}

type Fields = Readonly<Record<string, Reader<unknown>>>;

export function objectOf<const F extends Fields>(
  fields: F,
): Reader<{ readonly [K in keyof F]: ReadBy<F[K]> }> {
  return (value, path) => {
    if (!isObject(value)) return misfit(path, 'an object', value);
    const problems: string[] = [];
    const read: Record<string, unknown> = {};
    for (const [key, reader] of Object.entries(fields)) {
      const at = within(path, key);
      try {
        if (!Object.hasOwn(value, key)) throw new Misfit([`${at}: is missing`]);
        read[key] = reader(value[key], at);
      } catch (error) {
        if (!(error instanceof Misfit)) throw error;
        problems.push(...error.problems);
      }
    }
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(fields, key))
        problems.push(`${within(path, key)}: there is no such field`);
    }
    if (problems.length > 0) throw new Misfit(problems);
    return read as { readonly [K in keyof F]: ReadBy<F[K]> };
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An input, a part of it, an object within the part: deeper, the form has lists and words alone. */
const LEVELS = 3;

/**
 * Objects merge, field by field; anything else, a list too, replaces what was there. So does what
 * lies deeper than the form goes: a reader will refuse it, and the stack has an end.
 */
export function layOver(below: unknown, above: unknown): unknown {
  return layLevels(below, above, LEVELS);
}

function layLevels(below: unknown, above: unknown, levels: number): unknown {
  if (levels === 0 || !isObject(below) || !isObject(above)) return above;
  const merged = Object.entries(above).map(
    ([key, value]) =>
      [key, Object.hasOwn(below, key) ? layLevels(below[key], value, levels - 1) : value] as const,
  );
  return Object.fromEntries([...Object.entries(below), ...merged]);
}

/** The path of a field in this object. */
export function within(path: string, key: string): string {
  return path === '' ? plain(key) : `${path}.${plain(key)}`;
}

/** A name out of the file in a sentence: cut when long, in quotes when it is more than a word. */
export function plain(name: string): string {
  const start = name.length > MOST ? `${name.slice(0, MOST)}...` : name;
  return /^[\p{L}\p{N}_.-]+$/u.test(start) ? start : JSON.stringify(start);
}

/** How many characters of something found are shown. */
const MOST = 40;

export function misfit(path: string, expected: string, value: unknown): never {
  throw new Misfit([
    `${path === '' ? 'input' : path}: expected ${expected}, found ${described(value)}`,
  ]);
}

/** Lists and objects are not looked into: they may be of any depth. */
function described(value: unknown): string {
  if (typeof value === 'string') {
    return JSON.stringify(value.length > MOST ? `${value.slice(0, MOST)}...` : value);
  }
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return isObject(value) ? 'an object' : String(value);
}
