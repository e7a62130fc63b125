/** What was learnt, and for how many seconds it holds. */
export interface Learnt<T> {
  readonly value: T;
  readonly seconds: number;
}

/**
 * Remembers what was learnt for as long as it holds, of the `most` keys that were asked for last.
 * Who asks while it is being learnt gets the same promise.
 */
export function kept<T>(
  most: number,
  now: () => Date,
): (key: string, learn: () => Promise<Learnt<T>>) => Promise<T> {
  const known = new Map<string, { readonly value: T; readonly until: number }>();
  const underWay = new Map<string, Promise<T>>();

  const learnt = async (key: string, learn: () => Promise<Learnt<T>>) => {
    try {
      const { value, seconds } = await learn();
      known.delete(key);
      known.set(key, { value, until: now().getTime() + seconds * 1000 });
      const oldest = known.keys().next();
      if (known.size > most && !oldest.done) known.delete(oldest.value);
      return value;
    } finally {
      underWay.delete(key);
    }
  };

  return async (key, learn) => {
    const entry = known.get(key);
    if (entry !== undefined && now().getTime() < entry.until) {
      // to the end of the line: the first one is who goes
      known.delete(key);
      known.set(key, entry);
      return entry.value;
    }
    const begun = underWay.get(key) ?? learnt(key, learn);
    underWay.set(key, begun);
    return begun;
  };
}
