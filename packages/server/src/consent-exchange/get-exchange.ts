import type { Selectable } from 'kysely';
import { validate } from 'uuid';
import type { Database, Tables, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { ExchangeRef } from './deps.ts';

export type ExchangeKind = 'consents' | 'suppressions';
export type ExchangeRow = Selectable<Tables['consent_imports']>;

/** A file of consents or of addresses, and what was found in it. */
export interface Exchange {
  readonly id: string;
  readonly kind: ExchangeKind;
  readonly fileName: string;
  /** `checked`: every row was looked at and none is written. `done`: what was valid is. */
  readonly state: 'checking' | 'checked' | 'writing' | 'done' | 'dropped';
  readonly bytes: number;
  readonly bytesDone: number;
  /** `valid + known + rejected`, always. */
  readonly rows: number;
  readonly valid: number;
  /** On file before, or earlier in the file. */
  readonly known: number;
  readonly rejected: number;
  /** Of those that are valid: documents that allow nothing. */
  readonly noEffect: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export const nameContext = (id: string) => `consent_imports.name:${id}`;
export const columnsContext = (id: string) => `consent_imports.columns:${id}`;

/** Null when the organization has none with this id, or it is not wholly uploaded. */
export async function exchangeRow(
  db: Database | Tx,
  { organizationId, importId }: ExchangeRef,
  lock = false,
): Promise<ExchangeRow | null> {
  if (!validate(importId)) return null;
  const row = await db
    .selectFrom('consent_imports')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', importId)
    .where('state', '!=', 'uploading')
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst();
  return row ?? null;
}

export async function getExchange(
  db: Database | Tx,
  keys: OrganizationKeys,
  importId: string,
): Promise<Exchange | null> {
  const row = await exchangeRow(db, { organizationId: keys.organizationId, importId });
  return row && exchangeOf(row, keys);
}

/** The organization's files, newest first, at most 100. */
export async function listExchanges(
  db: Database | Tx,
  keys: OrganizationKeys,
): Promise<readonly Exchange[]> {
  const rows = await db
    .selectFrom('consent_imports')
    .selectAll()
    .where('organization_id', '=', keys.organizationId)
    .where('state', '!=', 'uploading')
    .orderBy('id', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => exchangeOf(row, keys));
}

function exchangeOf(row: ExchangeRow, keys: OrganizationKeys): Exchange {
  return {
    id: row.id,
    kind: row.kind,
    fileName: keys.open(row.name_sealed, nameContext(row.id)).toString(),
    state: row.state === 'uploading' ? 'checking' : row.state,
    bytes: row.bytes,
    bytesDone: row.bytes_done,
    rows: row.rows_read,
    valid: row.valid,
    known: row.known,
    rejected: row.rejected,
    noEffect: row.no_effect,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
  };
}
