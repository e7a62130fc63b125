import { createHash, hash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { copyOutPieces, type Database, type Tx } from '../database/index.ts';
import type { KeyStore } from '../keys/index.ts';
import { HASH_BYTES } from './format.ts';
import type { BackedUpTable, End, Head } from './manifest.ts';
import { pagesOf } from './pages-of.ts';
import { PRODUCT } from './product.ts';
import { hashKey, pagesIn, type ScannedBackup } from './scan-backup.ts';
import type { Sink } from './sink.ts';
import { inSnapshot } from './snapshot.ts';
import { migrationsOf, sequencesOf, type Table, tablesToKeep } from './tables.ts';
import { type FrameWriter, writeFrames } from './write-frames.ts';

const compress = promisify(zstdCompress);
/** Tables that are read at once, and pages of each that are compressed and written at once. */
const READERS = 3;
const PAGES_AT_ONCE = 4;
const INDEX_BYTES = 1_048_576;

interface BackupDeps {
  readonly database: Database;
  readonly keyStore: KeyStore;
  readonly now: () => Date;
}

interface MadeBackup {
  readonly head: Head;
  readonly end: End;
}

/**
 * Writes all that is kept at one moment to `sink`. After an earlier backup (`since`) only the pages that
 * it and those before it do not have. Whatever ends it, nothing stays behind.
 */
export async function makeBackup(
  { database, keyStore, now }: BackupDeps,
  sink: Sink,
  { id = v7(), since = null }: { readonly id?: string; readonly since?: ScannedBackup | null } = {},
): Promise<MadeBackup> {
  try {
    const frames = await writeFrames(keyStore, id, sink);
    /** Pages that are in a file already, earlier or this one. */
    const known = new Set(since === null ? [] : pagesBehind(since));
    const made = await inSnapshot(database, READERS, async (readers) => {
      const [first] = readers;
      const head: Head = {
        id,
        product: PRODUCT,
        schema: [...(await migrationsOf(first))],
        createdAt: now().toISOString(),
        follows: since === null ? [] : [...since.head.follows, since.head.id],
      };
      await frames.write('head', Buffer.from(JSON.stringify(head)));
      const waiting = [...(await tablesToKeep(first))];
      const copied: Copied[] = [];
      await Promise.all(
        readers.map(async (reader) => {
          for (let table = waiting.shift(); table; table = waiting.shift()) {
            copied.push(await copyTable(reader, table, known, frames));
          }
        }),
      );
      const end: End = {
        tables: copied.map(({ table }) => table).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        sequences: [...(await sequencesOf(first))],
        pagesHere: sum(copied.map(({ here }) => here)),
        pagesBefore: sum(copied.map(({ table, here }) => table.pages - here)),
      };
      return { head, end };
    });
    await frames.write('end', Buffer.from(JSON.stringify(made.end)));
    await sink.finish();
    return made;
  } catch (error) {
    await sink.abandon();
    throw error;
  }
}

interface Copied {
  readonly table: BackedUpTable;
  /** Pages that were written to this file. */
  readonly here: number;
}

async function copyTable(
  reader: Tx,
  { name, columns, keyed }: Table,
  known: Set<string>,
  frames: FrameWriter,
): Promise<Copied> {
  const list = sql.join(columns.map((column) => sql.ref(column)));
  const key = sql.join(columns.slice(0, keyed).map((column) => sql.ref(column)));
  // in the order of the key, so that rows that lie side by side today do so tomorrow
  const order = keyed === 0 ? sql`` : sql`order by ${key}`;
  const query = sql`select ${list} from ${sql.table(name)} ${order}`;
  const writing = new Set<Promise<void>>();
  const hashes: Buffer[] = [];
  let here = 0;
  let rows = 0;
  let bytes = 0;
  const write = async (id: Buffer, page: Buffer) => {
    const packed = await compress(page);
    await frames.write('page', Buffer.concat([id, packed]));
  };
  try {
    for await (const page of pagesOf(copyOutPieces(reader, query), keyed)) {
      rows += page.rows;
      bytes += page.bytes.length;
      const id = hash('sha256', page.bytes, 'buffer');
      hashes.push(id);
      if (known.has(hashKey(id))) continue;
      known.add(hashKey(id));
      here += 1;
      const written = write(id, page.bytes).then(() => void writing.delete(written));
      // heard in the race, or at the end
      written.catch(() => {});
      writing.add(written);
      if (writing.size >= PAGES_AT_ONCE) await Promise.race(writing);
    }
    await Promise.all(writing);
  } finally {
    await Promise.allSettled(writing);
  }
  await writeIndex(frames, name, hashes);
  const all = createHash('sha256');
  for (const one of hashes) all.update(one);
  const table = { name, columns: [...columns], rows, bytes, pages: hashes.length };
  return { table: { ...table, hash: all.digest('hex') }, here };
}

async function writeIndex(frames: FrameWriter, name: string, hashes: readonly Buffer[]) {
  const start = Buffer.alloc(2 + Buffer.byteLength(name));
  start.writeUInt16BE(Buffer.byteLength(name));
  start.write(name, 2);
  const perFrame = INDEX_BYTES / HASH_BYTES;
  for (let from = 0; from < hashes.length; from += perFrame) {
    await frames.write('index', Buffer.concat([start, ...hashes.slice(from, from + perFrame)]));
  }
}

/** Every page of which an earlier backup consists, in its file or in those before it. */
function* pagesBehind({ index }: ScannedBackup): Generator<string, void> {
  for (const hashes of index.values()) yield* pagesIn(hashes);
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
