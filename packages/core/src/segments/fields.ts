/** The properties of an object that came from outside. */
export type Fields = Readonly<Record<string, unknown>>;

/** Takes down what is wrong and where; answers null, so that a check can return it. */
export type Report = (pointer: string, sentence: string) => null;

/** The object's own properties; null for anything else. */
export function asFields(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  return Object.assign(Object.create(null), value) as Fields;
}

/** A property that nobody reads is most likely a slip of the pen, so it is reported. */
export function unexpected(
  node: Fields,
  known: readonly string[],
  pointer: string,
  report: Report,
): void {
  for (const name of Object.keys(node)) {
    if (known.includes(name)) continue;
    const escaped = name.replaceAll('~', '~0').replaceAll('/', '~1');
    report(`${pointer}/${escaped}`, `This has no meaning here; expected ${known.join(', ')}.`);
  }
}
