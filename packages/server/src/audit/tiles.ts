import { edgeWidth, HASH_BYTES, type TileReader, tileLevels } from '@postern/core/audit';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

export interface Tile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Uint8Array;
}

/** Reads the tree's tiles, each once. One that is missing reads as empty. */
export function tileReader(db: Database | Tx, organizationId: string): TileReader {
  const known = new Map<string, Promise<Uint8Array>>();
  const load = async (level: number, index: number) => {
    const row = await db
      .selectFrom('audit_tiles')
      .select('hashes')
      .where('organization_id', '=', organizationId)
      .where('level', '=', level)
      .where('index', '=', index)
      .executeTakeFirst();
    return row?.hashes ?? new Uint8Array(0);
  };
  return (level, index) => {
    const name = `${level}/${index}`;
    const tile = known.get(name) ?? load(level, index);
    known.set(name, tile);
    return tile;
  };
}

/** By level, the hashes at the right edge of a tree of this size. */
export async function loadEdge(
  db: Database | Tx,
  organizationId: string,
  size: number,
): Promise<readonly Uint8Array[]> {
  const tiles = tileReader(db, organizationId);
  const edge: Uint8Array[] = [];
  for (let level = 0; level < tileLevels(size); level += 1) {
    const width = edgeWidth(size, level);
    if (width === 0) edge.push(new Uint8Array(0));
    else {
      const index = Math.floor(size / 256 ** (level + 1));
      edge.push((await tiles(level, index)).subarray(0, width * HASH_BYTES));
    }
  }
  return edge;
}

/** Writes tiles; one that was not full before is replaced. */
export async function writeTiles(
  tx: Tx,
  organizationId: string,
  tiles: readonly Tile[],
): Promise<void> {
  if (tiles.length === 0) return;
  const hashes = tiles.map((tile) => Buffer.from(tile.hashes));
  await sql`
    insert into audit_tiles (organization_id, level, index, hashes)
    select ${organizationId}::uuid, level, index, hashes
    from unnest(
      ${tiles.map((tile) => tile.level)}::smallint[], ${tiles.map((tile) => tile.index)}::bigint[],
      ${hashes}::bytea[]
    ) as tile (level, index, hashes)
    on conflict (organization_id, level, index) do update set hashes = excluded.hashes`.execute(tx);
}
