import { type RawBuilder, sql } from 'kysely';
import { type CopyValue, lengthOf, put } from './copy-format.ts';

/** The number of each type, as in `pg_type`. */
const OIDS = {
  boolean: 16,
  bytea: 17,
  smallint: 21,
  integer: 23,
  text: 25,
  'double precision': 701,
  timestamptz: 1184,
  uuid: 2950,
};

type Value = Exclude<CopyValue, readonly number[]>;

/** Bytes before the first element: dimensions, whether nulls are among them, type, how many, from 1. */
const HEADER = 20;
const NOTHING = -1;

/**
 * A column of values in PostgreSQL's binary form of an array, for the statements of the hot path: of an
 * array that pg writes out each element is quoted, unquoted and read letter by letter. `type` is the
 * element's, such as `uuid`.
 */
export function list(type: keyof typeof OIDS, values: readonly Value[]): RawBuilder<unknown> {
  return sql`${arrayOf(type, values)}::${sql.raw(type)}[]`;
}

function arrayOf(type: keyof typeof OIDS, values: readonly Value[]): Buffer {
  let bytes = HEADER;
  let nulls = 0;
  for (const value of values) {
    bytes += 4;
    if (value === null) nulls = 1;
    else bytes += lengthOf(type, value);
  }
  const array = Buffer.allocUnsafe(bytes);
  let at = 0;
  const header =
    values.length === 0 ? [0, 0, OIDS[type]] : [1, nulls, OIDS[type], values.length, 1];
  for (const field of header) at = array.writeInt32BE(field, at);
  for (const value of values) {
    at = value === null ? array.writeInt32BE(NOTHING, at) : put(array, at, type, value);
  }
  return array.subarray(0, at);
}

/** Where each of these begins and ends when they stand in one list, counted from 1 as SQL does. */
export function placesOf(groups: readonly { readonly length: number }[]): {
  readonly first: readonly number[];
  readonly last: readonly number[];
} {
  let all = 0;
  const last = groups.map(({ length }) => (all += length));
  return { first: last.map((place, at) => place - (groups[at]?.length ?? 0) + 1), last };
}

/** A column of keyed hashes, all of one length, as one text that PostgreSQL takes apart. */
export function tokenList(tokens: readonly Buffer[]): RawBuilder<unknown> {
  const bytes = tokens[0]?.length ?? 1;
  if (tokens.some((token) => token.length !== bytes)) {
    throw new TypeError('Tokens of several lengths were put into one list.');
  }
  const all = Buffer.concat(tokens);
  return sql`array(select substring(of_all.them from 1 + at * ${bytes}::integer for ${bytes}::integer)
    from (select ${all}::bytea as them) of_all, generate_series(0, ${tokens.length - 1}::integer) at)`;
}
