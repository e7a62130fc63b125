import { isZone, type SendWindow, windowProblem } from '@postern/core/shaping';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** How an organization's marketing leaves; transactional mail knows none of it. */
export interface OrganizationPace {
  /** Marketing messages a second; null: as fast as receivers like it. */
  readonly perSecond: number | null;
  readonly window: SendWindow | null;
  /** IANA; whose clock counts where a recipient's is not known. */
  readonly timeZone: string;
}
export type VersionedPace = OrganizationPace & { readonly version: number };

export type PutPace =
  | { readonly kind: 'saved' | 'stale'; readonly pace: VersionedPace }
  | { readonly kind: 'invalid'; readonly sentence: string; readonly field: 'timeZone' | 'window' };

/** A window as it is stored; null for none, and for what is not one. */
export function readWindow(stored: unknown): SendWindow | null {
  if (typeof stored !== 'object' || stored === null) return null;
  const { days, from, to } = stored as Partial<Record<keyof SendWindow, unknown>>;
  if (!Array.isArray(days) || typeof from !== 'string' || typeof to !== 'string') return null;
  const window = { days: days.filter((day) => typeof day === 'number'), from, to };
  return windowProblem(window) === null ? window : null;
}

const columns = ['per_second', 'send_window', 'time_zone', 'pace_version'] as const;

export async function getPace(db: Database | Tx, organizationId: string): Promise<VersionedPace> {
  const row = await db
    .selectFrom('organizations')
    .select(columns)
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return paceOf(row);
}

/** Changes the pace that is still at `version`; otherwise nothing changes. */
export async function putPace(
  tx: Tx,
  organizationId: string,
  pace: OrganizationPace,
  version: number,
): Promise<PutPace> {
  if (!isZone(pace.timeZone)) {
    const sentence = 'No such time zone. Expected one such as America/Chicago.';
    return { kind: 'invalid', sentence, field: 'timeZone' };
  }
  const sentence = pace.window && windowProblem(pace.window);
  if (sentence) return { kind: 'invalid', sentence, field: 'window' };
  const row = await tx
    .updateTable('organizations')
    .set({
      per_second: pace.perSecond,
      send_window: pace.window && JSON.stringify(pace.window),
      time_zone: pace.timeZone,
      pace_version: sql<number>`pace_version + 1`,
    })
    .where('id', '=', organizationId)
    .where('pace_version', '=', version)
    .returning(columns)
    .executeTakeFirst();
  if (row) return { kind: 'saved', pace: paceOf(row) };
  return { kind: 'stale', pace: await getPace(tx, organizationId) };
}

interface Row {
  readonly per_second: number | null;
  readonly send_window: unknown;
  readonly time_zone: string;
  readonly pace_version: number;
}

function paceOf(row: Row): VersionedPace {
  return {
    perSecond: row.per_second,
    window: readWindow(row.send_window),
    timeZone: row.time_zone,
    version: row.pace_version,
  };
}
