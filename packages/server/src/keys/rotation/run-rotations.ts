import { setTimeout as sleep } from 'node:timers/promises';
import { advanceRotation, type RotationDeps } from './advance-rotation.ts';

const PAUSE = 1_000;

/** Which organizations' keys are being changed. */
export async function runningRotations({ database }: Pick<RotationDeps, 'database'>) {
  const rows = await database
    .selectFrom('key_rotations')
    .select('organization_id')
    .where('state', '<>', 'finished')
    .orderBy('started_at')
    .execute();
  return rows.map(({ organization_id }) => organization_id);
}

/**
 * Sees an organization's rotation through to its end, or to the signal. Others may do the same at the
 * same time: they take turns. `report` hears after each step.
 */
export async function runRotation(
  deps: RotationDeps,
  organizationId: string,
  signal: AbortSignal,
  report: () => Promise<void> = async () => {},
): Promise<void> {
  while (!signal.aborted) {
    const advanced = await advanceRotation(deps, organizationId);
    if (advanced === 'none') return;
    await report();
    if (advanced === 'finished') return;
    if (advanced === 'advanced') continue;
    await sleep(PAUSE, undefined, { signal }).catch(() => {});
  }
}
