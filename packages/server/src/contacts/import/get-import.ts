import type { ColumnMapping } from '@postern/core/contacts';
import type { Selectable } from 'kysely';
import { validate } from 'uuid';
import type { Database, Tables, Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { AddressDoubt } from './address-doubts.ts';
import type { ImportSource } from './sources.ts';

/** An import and how far it is. */
export interface ImportState {
  readonly id: string;
  readonly fileName: string;
  readonly state: 'uploaded' | 'running' | 'paused' | 'done' | 'failed' | 'cancelled';
  /** Where the data came from; null until it is started, and for those from before this was asked. */
  readonly source: ImportSource | null;
  /** What becomes of an address that cannot be a person's own. */
  readonly addresses: 'keep' | 'drop';
  /** Rows that were imported and whose address is hardly a person's own, by why. */
  readonly doubtfulAddresses: Readonly<Record<AddressDoubt, number>>;
  readonly bytes: number;
  readonly bytesDone: number;
  /** `created + updated + unchanged + rejected`, always. */
  readonly rowsDone: number;
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly rowsPerSecond: number | null;
  readonly secondsLeft: number | null;
  readonly problem: string | null;
  /** Why it does not go on by itself at the moment. */
  readonly waiting: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
  /** Keys of the attributes that it sets; none until it is started. */
  readonly attributes: readonly string[];
  /** Who had the file in hand; null: a program. */
  readonly uploadedBy: string | null;
}

type Row = Selectable<Tables['imports']>;

export const nameContext = (id: string) => `imports.name:${id}`;
export const columnsContext = (id: string) => `imports.columns:${id}`;

/** The organization's imports, newest first, at most 100. */
export async function listImports(
  db: Database | Tx,
  keys: OrganizationKeys,
): Promise<readonly ImportState[]> {
  const rows = await db
    .selectFrom('imports')
    .selectAll()
    .where('organization_id', '=', keys.organizationId)
    .where('state', '!=', 'uploading')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => stateOf(row, keys));
}

/** One import; null when the organization has none with this id. */
export async function getImport(
  db: Database | Tx,
  keys: OrganizationKeys,
  importId: string,
): Promise<ImportState | null> {
  const row = await importRow(db, { organizationId: keys.organizationId, importId });
  return row === null ? null : stateOf(row, keys);
}

/** The row of an import that is wholly uploaded. */
export async function importRow(
  db: Database | Tx,
  { organizationId, importId }: { organizationId: string; importId: string },
  lock = false,
): Promise<Row | null> {
  if (!validate(importId)) return null;
  const row = await db
    .selectFrom('imports')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', importId)
    .where('state', '!=', 'uploading')
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  return row ?? null;
}

function stateOf(row: Row, keys: OrganizationKeys): ImportState {
  const seconds = row.worked_ms / 1_000;
  const bytesPerSecond = seconds > 0 ? row.bytes_done / seconds : 0;
  return {
    id: row.id,
    fileName: keys.open(row.name_sealed, nameContext(row.id)).toString(),
    state: row.state as ImportState['state'],
    bytes: row.bytes,
    bytesDone: row.bytes_done,
    rowsDone: row.rows_done,
    created: row.created,
    updated: row.updated,
    unchanged: row.unchanged,
    rejected: row.rejected,
    rowsPerSecond: seconds > 0 ? Math.round(row.rows_done / seconds) : null,
    secondsLeft:
      row.state === 'running' && row.waiting === null && bytesPerSecond > 0 && row.rows_done > 0
        ? Math.ceil((row.bytes - row.bytes_done) / bytesPerSecond)
        : null,
    problem: row.problem,
    waiting: row.state === 'running' ? row.waiting : null,
    source: row.source,
    addresses: row.addresses,
    doubtfulAddresses: {
      impossible: row.impossible_addresses,
      role: row.role_addresses,
      disposable: row.disposable_addresses,
    },
    attributes: ((row.mapping ?? []) as ColumnMapping).map(({ attribute }) => attribute),
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    uploadedBy: row.created_by,
  };
}
