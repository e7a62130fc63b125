import { once } from 'node:events';
import { Readable } from 'node:stream';
import { type Kysely, type RawBuilder, sql, type Transaction } from 'kysely';
import type { PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type TakeRow, takeCopiedRows } from './copied-rows.ts';
import { type CopyType, type CopyValue, copyRows } from './copy-format.ts';
import type { Tables } from './tables.ts';

const IN = '/* copied in */';
const OUT = '/* copied out */';
const OUT_EACH = '/* copied out row by row */';
const OUT_IN_PIECES = '/* copied out in pieces */';

/** Adds rows to a table in one COPY, within the caller's transaction. */
export async function copyIn<Table extends keyof Tables>(
  tx: Transaction<Tables>,
  table: Table,
  columns: Readonly<Partial<Record<keyof Tables[Table], CopyType>>>,
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const names = Object.keys(columns);
  const types = Object.values(columns).filter((type): type is CopyType => typeof type === 'string');
  const pieces = copyRows(types, rows);
  const list = sql.join(names.map((name) => sql.ref(name)));
  await sql`${sql.raw(IN)} copy ${sql.table(table)} (${list}) from stdin (format binary) ${sql.val(pieces)}`.execute(
    tx,
  );
}

/**
 * Takes what a query answers row by row, as it comes: half of the time of `copyOutBytes`, which puts
 * it together first, and that a quarter of the time of `bytea` in text. COPY takes no parameters, so
 * whatever the query names stands in it as a literal.
 */
export async function copyOutEach(
  db: Kysely<Tables>,
  query: RawBuilder<unknown>,
  take: TakeRow,
): Promise<void> {
  await sql`${sql.raw(OUT_EACH)} copy (${query}) to stdout (format binary) ${sql.val({ take })}`.execute(
    db,
  );
}

/** The same in one piece, as COPY gives it. */
export async function copyOutBytes(
  db: Kysely<Tables> | Transaction<Tables>,
  query: RawBuilder<unknown>,
): Promise<Buffer> {
  const { rows } = await sql<{
    answer: Buffer;
  }>`${sql.raw(OUT)} copy (${query}) to stdout (format binary)`.execute(db);
  const answer = rows[0]?.answer;
  if (answer === undefined)
    throw new TypeError('A copy of rows out of the database gave no answer.');
  return answer;
}

/**
 * The same piece by piece, as it comes, for who reads more than fits in memory. Nothing else is asked by
 * this transaction until the last piece was taken; whoever stops before lets the rest go by.
 */
export async function* copyOutPieces(
  tx: Transaction<Tables>,
  query: RawBuilder<unknown>,
): AsyncGenerator<Buffer, void> {
  const { rows } = await sql<{
    answer: unknown;
  }>`${sql.raw(OUT_IN_PIECES)} copy (${query}) to stdout (format binary)`.execute(tx);
  const stream = rows[0]?.answer;
  if (!(stream instanceof Readable))
    throw new TypeError('A copy of rows out of the database gave no answer.');
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false })) {
      if (piece instanceof Buffer) yield piece;
    }
  } finally {
    // the connection goes on only when all was read
    stream.resume();
  }
}

/** Adds rows in the binary form of COPY that come as bytes, piece by piece. */
export async function copyInPieces(
  tx: Transaction<Tables>,
  table: string,
  columns: readonly string[],
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<void> {
  const list = sql.join(columns.map((name) => sql.ref(name)));
  await sql`${sql.raw(IN)} copy ${sql.table(table)} (${list}) from stdin (format binary) ${sql.val(pieces)}`.execute(
    tx,
  );
}

/** Lets `copyIn` and those that copy out through a connection, which speaks COPY by streams of its own. */
export async function copying(
  client: PoolClient,
  text: string,
  values: unknown,
): Promise<{ command: string; rowCount: number; rows: readonly { answer: Buffer | Readable }[] }> {
  const [given] = Array.isArray(values) ? values : [];
  if (text.startsWith(OUT_EACH)) {
    await takeCopiedRows(client, withoutGiven(text), given.take);
    return { command: 'COPY', rowCount: 0, rows: [] };
  }
  if (text.startsWith(OUT_IN_PIECES)) {
    const stream = client.query(copyTo(text));
    // who reads it hears of its failure
    stream.on('error', () => {});
    return { command: 'COPY', rowCount: 0, rows: [{ answer: stream }] };
  }
  if (text.startsWith(OUT)) {
    const stream = client.query(copyTo(text));
    const pieces: Buffer[] = [];
    for await (const piece of stream) if (piece instanceof Buffer) pieces.push(piece);
    return { command: 'COPY', rowCount: 0, rows: [{ answer: Buffer.concat(pieces) }] };
  }
  const stream = client.query(copyFrom(withoutGiven(text)));
  const ended = once(stream, 'finish');
  // the stream's error is that of `ended`; a write to it after that does nothing
  ended.catch(() => {});
  try {
    for await (const piece of isIterable(given) ? given : []) {
      if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), ended]);
    }
  } catch (error) {
    // a row could not be made: the COPY is ended as failed, so that the connection can go on. The
    // reason stays here: PostgreSQL would be told it in clear
    stream.destroy(new Error('The rows could not be made.'));
    await ended.catch(() => {});
    throw error;
  }
  stream.end();
  await ended;
  return { command: 'COPY', rowCount: stream.rowCount, rows: [] };
}

/** Whether a statement is one of theirs. */
export const isCopy = (text: string) =>
  [IN, OUT, OUT_EACH, OUT_IN_PIECES].some((beginning) => text.startsWith(beginning));

/** What is given with a COPY is no parameter, which COPY does not take. */
const withoutGiven = (text: string) => text.replace(/\s\$1$/, '');

const isIterable = (value: unknown): value is Iterable<unknown> | AsyncIterable<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  (Symbol.iterator in value || Symbol.asyncIterator in value);
