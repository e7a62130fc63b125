import { listOrganizations } from '../organizations/index.ts';
import { checkStream } from './check-stream.ts';
import type { DomainDeps } from './domain-deps.ts';
import { loadStreams } from './streams.ts';
import { loadWayOut } from './way-out.ts';

/**
 * The daily task: both streams of every organization whose mail leaves this machine. One in the
 * sandbox is not asked about, since nothing of it leaves, questions included.
 */
export async function checkAllStreams(deps: DomainDeps, signal?: AbortSignal): Promise<void> {
  for (const { id } of await listOrganizations(deps.database)) {
    const { kind } = await loadWayOut(deps.database, id);
    if (kind === 'sandbox') continue;
    for (const { stream } of await loadStreams(deps.database, id)) {
      // the rest is asked with the next day's run, or when somebody presses
      if (signal?.aborted) return;
      await checkStream(deps, { organizationId: id, stream, actor: 'system' });
    }
  }
}
