import type { PoolClient } from 'pg';
import { copying, isCopy } from './copy.ts';

const NAMED = /^\s*\/\* prepared: ([a-z_]{1,60}) \*\//;
const names = new Map<string, string | null>();

/**
 * A statement that begins with a comment such as "prepared: settle_sends" is parsed once a connection,
 * under that name, and soon planned once too (PREPARE, `plan_cache_mode`): half of what the hot path's
 * statements cost. Their plans must be right whatever the statistics say, since they are kept.
 *
 * Those of `copyIn` and `copyOut` go their own way.
 */
export function prepareNamed(client: PoolClient): void {
  const plain: unknown = Reflect.get(client, 'query');
  if (typeof plain !== 'function') throw new TypeError('A connection of pg cannot be asked.');
  const query = (first: unknown, ...rest: readonly unknown[]): unknown => {
    if (typeof first === 'string' && isCopy(first)) return copying(client, first, rest[0]);
    const name = typeof first === 'string' ? nameOf(first) : null;
    if (name === null) return Reflect.apply(plain, client, [first, ...rest]);
    const [values, ...more] = rest;
    return Reflect.apply(plain, client, [{ name, text: first, values }, ...more]);
  };
  Object.assign(client, { query });
}

/** Looked up by the text, which is the same object or equal: statements are few. */
function nameOf(text: string): string | null {
  if (!text.includes('/* prepared:')) return null;
  const known = names.get(text);
  if (known !== undefined) return known;
  const stem = NAMED.exec(text)?.[1];
  // a statement may have more than one text
  const name = stem === undefined ? null : `${stem}_${names.size}`;
  names.set(text, name);
  return name;
}
