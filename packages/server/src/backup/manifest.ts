import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { BackupRefused } from './refused.ts';

const Head = Type.Object({
  id: Type.String(),
  /** The version of Postern that made it. */
  product: Type.String(),
  /** The names of the migrations of its schema, in their order. */
  schema: Type.Array(Type.String()),
  createdAt: Type.String(),
  /** The ids of the backups whose pages it refers to, oldest first; none: it stands alone. */
  follows: Type.Array(Type.String()),
});
export type Head = Static<typeof Head>;

const BackedUpTable = Type.Object({
  name: Type.String(),
  columns: Type.Array(Type.String()),
  rows: Type.Number(),
  bytes: Type.Number(),
  pages: Type.Number(),
  /** SHA-256 over the hashes of its pages, in their order. */
  hash: Type.String(),
});
export type BackedUpTable = Static<typeof BackedUpTable>;

const End = Type.Object({
  tables: Type.Array(BackedUpTable),
  /** Where the numbers of identity columns have got to; null: none was given out. */
  sequences: Type.Array(
    Type.Object({
      table: Type.String(),
      column: Type.String(),
      last: Type.Union([Type.Number(), Type.Null()]),
    }),
  ),
  /** How many pages are in this file, and how many in those that it follows. */
  pagesHere: Type.Number(),
  pagesBefore: Type.Number(),
});
export type End = Static<typeof End>;

export const readHead = (bytes: Buffer): Head => parse(Head, bytes);
export const readEnd = (bytes: Buffer): End => parse(End, bytes);

/** What opened was written by us; a later form of it says so in the first line of the file. */
function parse<Schema extends typeof Head | typeof End>(schema: Schema, bytes: Buffer) {
  const found: unknown = JSON.parse(bytes.toString());
  if (!Value.Check(schema, found)) throw new BackupRefused('what it says of itself is not known');
  return found;
}
