import { performance } from 'node:perf_hooks';
import type { Logger } from '../config/index.ts';
import { whileAway } from '../database/index.ts';

/** How long a worker that was told to end waits for a database that is away, in milliseconds. */
const LAST_PATIENCE = 20_000;

/**
 * Database work that is done however long the database is away; nothing more is handed over
 * meanwhile. Only a worker that was told to end gives up after a while: its journal and its leases
 * tell the rest.
 */
export function persist<T>(
  { deps, signal }: { readonly deps: { readonly log: Logger }; readonly signal: AbortSignal },
  work: () => Promise<T>,
): Promise<T> {
  let since: number | null = null;
  const giveUp = () => {
    if (!signal.aborted) return false;
    since ??= performance.now();
    return performance.now() - since > LAST_PATIENCE;
  };
  const report = (error: unknown) =>
    deps.log.warn({ error }, 'The database is away; outcomes are kept until it is back.');
  return whileAway(work, report, giveUp);
}
