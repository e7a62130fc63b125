import fc from 'fast-check';
import type { TSchema } from 'typebox';

/** As much of JSON Schema as the contract uses. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
}

const TREES = [
  { op: 'equals', attribute: 'city', value: 'Portland' },
  { op: 'not', of: { op: 'underCode', attribute: 'conditions', code: 'E11' } },
];

/** Values that a schema of the contract lets through, with ids out of those that there are. */
export function fitting(given: TSchema, ids: readonly string[]): fc.Arbitrary<unknown> {
  return from(given);

  function from(schema: Schema, name = ''): fc.Arbitrary<unknown> {
    if ('const' in schema) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    if (schema.anyOf) return fc.oneof(...schema.anyOf.map((one) => from(one, name)));
    switch (schema.type) {
      case 'object':
        return objects(schema);
      case 'array':
        return fc.array(from(schema.items ?? {}, name), {
          minLength: schema.minItems ?? 0,
          maxLength: Math.max(schema.minItems ?? 0, 2),
        });
      case 'integer':
      case 'number':
        return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 1_000 });
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      case 'string':
        return strings(schema, name);
      default:
        return fc.constantFrom(...TREES);
    }
  }

  function objects({ properties = {}, required = [] }: Schema) {
    const parts = Object.entries(properties).map(([key, one]) => [key, from(one, key)] as const);
    return fc.record(Object.fromEntries(parts), { requiredKeys: [...required] });
  }

  function strings({ format, pattern, minLength = 0, maxLength = 40 }: Schema, name: string) {
    if (format === 'uuid') return fc.constantFrom(...ids);
    if (format === 'date') return fc.constantFrom('2026-03-01', '1980-02-29');
    if (format === 'date-time') return fc.constantFrom('2026-03-01T10:00:00Z');
    // nothing of a test leaves this machine
    if (/host/i.test(name)) return fc.constant('localhost');
    if (/url/i.test(name)) return fc.constant('https://localhost/x');
    if (/mail|address/i.test(name)) return fc.constantFrom('fuzz@example.org', '192.0.2.7');
    const words = ['Fuzz', 'city', 'marketing', '<b>x</b>', '{{ given_name }}', 'A1b2-c3', '7'];
    const fit = words.filter(
      (word) =>
        word.length >= minLength &&
        word.length <= maxLength &&
        (pattern === undefined || new RegExp(pattern, 'u').test(word)),
    );
    return fit.length > 0 ? fc.constantFrom(...fit) : fc.constant('x'.repeat(minLength));
  }
}

/** The same with one value in it, somewhere, replaced, dropped or joined by another. */
export function altered(value: unknown, hostile: unknown, place: number): unknown {
  const paths: (readonly (string | number)[])[] = [];
  const walk = (at: unknown, path: readonly (string | number)[]) => {
    paths.push(path);
    if (typeof at !== 'object' || at === null) return;
    for (const [key, inner] of Object.entries(at)) walk(inner, [...path, key]);
  };
  walk(value, []);
  const path = paths[place % paths.length] ?? [];
  const set = (at: unknown, [key, ...rest]: readonly (string | number)[]): unknown => {
    if (key === undefined) return hostile;
    if (Array.isArray(at)) return at.map((one, n) => (String(n) === key ? set(one, rest) : one));
    const entries = Object.entries(at as object);
    return Object.fromEntries(entries.map(([k, one]) => [k, k === key ? set(one, rest) : one]));
  };
  return set(value, path);
}
