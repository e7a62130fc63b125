import { inclusionProof } from '@postern/core/audit';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type AuditFilter, listAudit } from './list.ts';
import type { SignedCheckpoint } from './prove.ts';
import { sha256 } from './sha256.ts';
import { tileReader } from './tiles.ts';

const PAGE = 500;

/**
 * Entries as evidence, newest first, a JSON object a line (docs/audit.md tells how to verify them
 * without Postern): first the signed checkpoint, then each entry with its proof of inclusion, then how
 * many there were, so that a file that was cut off shows.
 */
export async function* exportEvidence(
  database: Database,
  keys: OrganizationKeys,
  checkpoint: SignedCheckpoint,
  filter: AuditFilter,
): AsyncGenerator<string> {
  const { organizationId } = keys;
  const { note, verifierKey, size } = checkpoint;
  yield line({ kind: 'postern.audit.evidence', version: 1, checkpoint: note, verifierKey });
  const tiles = tileReader(database, organizationId);
  let entries = 0;
  for (let before = size + 1; ; ) {
    const rows = await listAudit(database, organizationId, filter, { before, limit: PAGE });
    for (const { sequence, mac, at, actor_kind, ...rest } of rows) {
      const proof = await inclusionProof(sha256, tiles, sequence - 1, size);
      const entry = {
        organizationId,
        sequence,
        at: at.toISOString(),
        actorKind: actor_kind,
        ...rest,
        mac: mac.toString('hex'),
      };
      yield line({ entry, proof: proof.map((hash) => Buffer.from(hash).toString('base64')) });
      entries += 1;
      before = sequence;
    }
    if (rows.length < PAGE) break;
  }
  yield line({ kind: 'end', entries });
}

const line = (value: unknown) => `${JSON.stringify(value)}\n`;
