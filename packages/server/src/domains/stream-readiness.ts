import { readinessOf, type StreamName, type StreamReadiness } from '@postern/core/domains';
import type { Database, Tx } from '../database/index.ts';
import { listKeys } from './dkim-keys.ts';
import { loadChecks } from './kept-checks.ts';
import { loadStream } from './streams.ts';

/** May a campaign be launched on this stream, as its DNS was last found? Sentences of what is missing. */
export async function streamReadiness(
  db: Database | Tx,
  organizationId: string,
  stream: StreamName,
  transport: 'sandbox' | 'relay' | 'direct',
): Promise<StreamReadiness> {
  if (transport === 'sandbox') return { missing: [], advice: [] };
  const { domain } = await loadStream(db, organizationId, stream);
  const keys = await listKeys(db, organizationId, domain);
  const signing = keys.find((key) => key.algorithm === 'rsa-sha256' && key.state === 'active');
  const checks = await loadChecks(db, organizationId, stream);
  const dkim = checks.find((one) => one.kind === 'dkim' && one.subject === signing?.selector);
  return readinessOf({ stream, transport, dkim: dkim ?? null });
}
