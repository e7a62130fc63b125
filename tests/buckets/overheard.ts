import pg from 'pg';

/** All statements that this process sends from now on, each text once, until `end`. */
export function overhear(): { readonly texts: ReadonlySet<string>; end(): void } {
  const texts = new Set<string>();
  const plain: unknown = Reflect.get(pg.Client.prototype, 'query');
  if (typeof plain !== 'function') throw new TypeError('A client of pg cannot be asked.');
  const query = function (this: unknown, first: unknown, ...rest: readonly unknown[]): unknown {
    const text = textOf(first);
    if (text !== null) texts.add(text);
    return Reflect.apply(plain, this, [first, ...rest]);
  };
  Object.assign(pg.Client.prototype, { query });
  return { texts, end: () => void Object.assign(pg.Client.prototype, { query: plain }) };
}

/** Of a query, a prepared one, and a COPY, whose text is in the stream. */
function textOf(first: unknown): string | null {
  if (typeof first === 'string') return first;
  if (typeof first !== 'object' || first === null) return null;
  const text: unknown = Reflect.get(first, 'text');
  return typeof text === 'string' ? text : null;
}
