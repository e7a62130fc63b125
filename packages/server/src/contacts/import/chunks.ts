import { sql } from 'kysely';
import { validate } from 'uuid';
import { copyOutEach, type Database, type Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';

/** Every chunk but the last has as many bytes, so that a byte's chunk can be told. */
export const CHUNK_BYTES = 262_144;

const context = (importId: string, ordinal: number) => `import_chunks:${importId}:${ordinal}`;

/** Pieces of any size as pieces of the size of a chunk. */
export async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  for await (const piece of source) {
    held = held.length === 0 ? Buffer.from(piece) : Buffer.concat([held, piece]);
    let from = 0;
    for (; held.length - from >= CHUNK_BYTES; from += CHUNK_BYTES) {
      yield held.subarray(from, from + CHUNK_BYTES);
    }
    if (from > 0) held = Buffer.from(held.subarray(from));
  }
  if (held.length > 0) yield held;
}

/** The file's bytes are sealed before they reach any disk. */
export async function storeChunk(
  db: Database | Tx,
  keys: OrganizationKeys,
  importId: string,
  ordinal: number,
  bytes: Buffer,
): Promise<void> {
  await db
    .insertInto('import_chunks')
    .values({
      organization_id: keys.organizationId,
      import_id: importId,
      ordinal,
      sealed: keys.seal(bytes, context(importId, ordinal)),
    })
    .execute();
}

/** The file from byte `start`, opened chunk by chunk; while one is read the next is fetched. */
export async function* readChunks(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
  start: number,
): AsyncGenerator<Buffer> {
  const fetch = (ordinal: number) => {
    const fetched = fetchChunk(db, keys, importId, ordinal);
    // heard when it is waited for
    fetched.catch(() => {});
    return fetched;
  };
  let skip = start % CHUNK_BYTES;
  let ordinal = Math.floor(start / CHUNK_BYTES);
  for (let coming = fetch(ordinal); ; ordinal++) {
    const chunk = await coming;
    if (chunk === null) return;
    coming = fetch(ordinal + 1);
    yield chunk.subarray(skip);
    skip = 0;
  }
}

/** By COPY: as a field of a row each would come as half a megabyte of hexadecimal text. */
async function fetchChunk(
  db: Database,
  keys: OrganizationKeys,
  importId: string,
  ordinal: number,
): Promise<Buffer | null> {
  const { organizationId } = keys;
  if (!validate(organizationId) || !validate(importId)) {
    throw new TypeError('An organization and an import have UUIDs.');
  }
  let opened: Buffer | null = null;
  await copyOutEach(
    db,
    sql`select sealed from import_chunks
      where organization_id = ${sql.lit(organizationId)} and import_id = ${sql.lit(importId)}
        and ordinal = ${sql.lit(ordinal)}`,
    (row) => {
      opened = keys.open(row.subarray(BYTES), context(importId, ordinal));
    },
  );
  return opened;
}

/** Where the only field of a row lies: behind how many there are, and its length. */
const BYTES = 6;

export async function deleteChunks(
  db: Database | Tx,
  { organizationId, importId }: { organizationId: string; importId: string },
): Promise<void> {
  await db
    .deleteFrom('import_chunks')
    .where('organization_id', '=', organizationId)
    .where('import_id', '=', importId)
    .execute();
}
