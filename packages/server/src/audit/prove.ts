import { consistencyProof, inclusionProof, leafText } from '@postern/core/audit';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { readCheckpoint } from './checkpoint.ts';
import { sealLedger } from './seal-ledger.ts';
import { sealedRows } from './sealed-rows.ts';
import { sha256 } from './sha256.ts';
import { ledgerSigner } from './signed-note.ts';
import { tileReader } from './tiles.ts';

/** How far the ledger goes, signed; and the key by which that can be checked. */
export interface SignedCheckpoint {
  readonly size: number;
  readonly note: string;
  readonly verifierKey: string;
}

/** The newest checkpoint, after everything that is committed was sealed. */
export async function newestCheckpoint(
  database: Database,
  keys: OrganizationKeys,
): Promise<SignedCheckpoint | null> {
  await sealLedger(database, keys);
  const row = await database
    .selectFrom('audit_checkpoints')
    .select(['size', 'note'])
    .where('organization_id', '=', keys.organizationId)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ? { ...row, verifierKey: ledgerSigner(keys).verifierKey } : null;
}

export interface EntryProof {
  /** The twelve lines whose hash is the leaf. */
  readonly leaf: string;
  /** Counted from 0. */
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: SignedCheckpoint;
}

/** That an entry is in the signed tree (RFC 9162, 2.1.3); null: there is no entry of this number. */
export async function proveEntry(
  database: Database,
  keys: OrganizationKeys,
  sequence: number,
): Promise<EntryProof | null> {
  const checkpoint = await newestCheckpoint(database, keys);
  const { organizationId } = keys;
  const [row] = await sealedRows(database, organizationId, sequence, sequence + 1);
  if (!row || checkpoint === null || sequence > checkpoint.size) return null;
  const tiles = tileReader(database, organizationId);
  const index = sequence - 1;
  return {
    leaf: leafText(row.entry, row.mac.toString('hex')),
    index,
    hashes: await inclusionProof(sha256, tiles, index, checkpoint.size),
    checkpoint,
  };
}

/**
 * That the ledger of an older checkpoint is the beginning of today's (RFC 9162, 2.1.4); a sentence
 * when that checkpoint is not one of this ledger, or signs more than there is.
 */
export async function proveConsistency(
  database: Database,
  keys: OrganizationKeys,
  older: string,
): Promise<
  | {
      readonly size: number;
      readonly hashes: readonly Uint8Array[];
      readonly newer: SignedCheckpoint;
    }
  | { readonly problem: string }
> {
  const newer = await newestCheckpoint(database, keys);
  const read = readCheckpoint(older, ledgerSigner(keys).verifierKey);
  if ('problem' in read) return read;
  const { size } = read.checkpoint;
  if (newer === null || size > newer.size) {
    return { problem: `The checkpoint signs ${size} entries; the ledger has ${newer?.size ?? 0}.` };
  }
  const tiles = tileReader(database, keys.organizationId);
  return { size, hashes: await consistencyProof(sha256, tiles, size, newer.size), newer };
}
