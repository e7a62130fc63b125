import type { Database } from '../../database/index.ts';

/** How far the change of an organization's sealing key is. */
export interface RotationState {
  readonly version: number;
  readonly state: 'announced' | 'current' | 'sealing' | 'checking' | 'finished';
  /** Values sealed anew, and how many there were to seal; null before they were counted. */
  readonly done: number;
  readonly total: number | null;
  readonly problem: string | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** The newest; null when the key was never changed. */
export async function rotationState(
  db: Database,
  organizationId: string,
): Promise<RotationState | null> {
  const row = await db
    .selectFrom('key_rotations')
    .select(['version', 'state', 'done', 'total', 'problem', 'started_at', 'finished_at'])
    .where('organization_id', '=', organizationId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { started_at: startedAt, finished_at: finishedAt, ...rest } = row;
  return { ...rest, startedAt, finishedAt };
}
