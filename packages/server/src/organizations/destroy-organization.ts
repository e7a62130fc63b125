import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { sql } from 'kysely';
import { appendAudit, sealLedger } from '../audit/index.ts';
import { type Database, inTransaction, type Tx } from '../database/index.ts';
import { type InstalledKeyStore, type Keyring, nextGeneration } from '../keys/index.ts';
import { destroyRows } from './destroy-rows.ts';
import { getOrganization } from './organization.ts';

export interface DestructionDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly keyStore: InstalledKeyStore;
  readonly now: () => Date;
}

/**
 * What was destroyed, when, by whom, and what became of copies (45 CFR 164.310(d)(2)(i), 164.504(e)
 * (2)(ii)(J)). The signature is Ed25519 over the JSON of all the rest, by the key that signed the
 * organization's ledger: whoever kept a checkpoint of that can compare the two.
 */
export interface DestructionCertificate {
  readonly kind: 'postern destruction certificate';
  readonly organization: { readonly id: string; readonly name: string };
  readonly destroyedAt: string;
  /** A user's id, or 'system' at the command line. */
  readonly destroyedBy: string;
  /** SHA-256 of the public key below, DER. */
  readonly keyFingerprint: string;
  /** The last entry of the organization's audit ledger. */
  readonly lastAuditEntry: number;
  /** Whether backups of the database open no more, and what is to be done about older copies. */
  readonly copies: { readonly worthless: boolean; readonly sentence: string };
  readonly publicKey: string;
  readonly signature: string;
}

/** PKCS #8 of an Ed25519 key, before its seed (RFC 8410, section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * Destroys an organization for good: its keys here and in the key store, its sessions, and its rows
 * but for the audit ledger, which is kept six years (45 CFR 164.316(b)(2)(i)) and holds ids alone.
 * From its first commit on nothing of it opens and nothing is sent; what a crash leaves is taken up by
 * `finishDestructions`. Throws `KeyStoreUnavailable` when the store cannot be asked: then nothing
 * has happened.
 */
export async function destroyOrganization(
  deps: DestructionDeps,
  organizationId: string,
  by: string,
): Promise<DestructionCertificate> {
  const { database, keyring, keyStore, now } = deps;
  const { name } = await getOrganization(database, organizationId);
  const keys = await keyring.of(organizationId);
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8, keys.auditSigningSeed]),
    format: 'der',
    type: 'pkcs8',
  });
  const at = now();
  const spki = publicOf(privateKey);
  await inTransaction(database, async (tx) => {
    const note = { actor: by, action: 'organization.destroyed', subject: {} } as const;
    await appendAudit(tx, keys, note, at);
    await giveUpOrganization(tx, organizationId, at);
    await nextGeneration(tx);
  });
  // the keys are in this process's memory still: the last entries get their proofs
  await sealLedger(database, keys, { now: at });
  const lastAuditEntry = await lastEntry(database, organizationId);
  const { everywhere, sentence } = await keyStore.forget(organizationId);
  const said = {
    kind: 'postern destruction certificate',
    organization: { id: organizationId, name },
    destroyedAt: at.toISOString(),
    destroyedBy: by,
    keyFingerprint: createHash('sha256').update(spki).digest('hex'),
    lastAuditEntry,
    copies: { worthless: everywhere, sentence },
    publicKey: spki.toString('base64'),
  } as const;
  const signature = sign(null, Buffer.from(JSON.stringify(said)), privateKey).toString('base64');
  const certificate = { ...said, signature };
  await database
    .updateTable('destroyed_organizations')
    .set({ certificate: JSON.stringify(certificate) })
    .where('organization_id', '=', organizationId)
    .execute();
  await finishDestruction(deps, organizationId);
  return certificate;
}

/** Its keys here are gone; what is left is done by `finishDestructions`. */
export async function giveUpOrganization(tx: Tx, organizationId: string, at: Date): Promise<void> {
  await endSessions(tx, organizationId);
  await emptyOrganization(tx, organizationId);
  await tx
    .insertInto('destroyed_organizations')
    .values({ organization_id: organizationId, certificate: '{}', destroyed_at: at })
    .execute();
}

/** What a crash left of destructions: the key in the store, and rows. */
export async function finishDestructions(
  deps: Pick<DestructionDeps, 'database' | 'keyStore' | 'now'>,
): Promise<void> {
  const rows = await deps.database
    .selectFrom('destroyed_organizations')
    .select('organization_id')
    .where('rows_gone_at', 'is', null)
    .execute();
  for (const { organization_id } of rows) {
    await deps.keyStore.forget(organization_id);
    await finishDestruction(deps, organization_id);
  }
}

async function finishDestruction(
  { database, now }: Pick<DestructionDeps, 'database' | 'now'>,
  organizationId: string,
): Promise<void> {
  // who writes at this moment may put something after us
  while ((await destroyRows(database, organizationId)) > 0);
  await database
    .updateTable('destroyed_organizations')
    .set({ rows_gone_at: now() })
    .where('organization_id', '=', organizationId)
    .execute();
}

/** The row stays, without its keys and all that it said: the audit ledger refers to it. */
async function emptyOrganization(tx: Tx, organizationId: string): Promise<void> {
  const none = { name: '', postal_address: '', from_name: '', from_address: '' };
  await tx
    .updateTable('organizations')
    .set({
      ...none,
      sending_domain: '',
      transport: JSON.stringify({ kind: 'sandbox' }),
      portal: '{}',
      data_key_wrapped: Buffer.alloc(0),
      // links in old mail find nothing
      number: sql<number>`-number`,
    })
    .where('id', '=', organizationId)
    .execute();
  await tx.deleteFrom('seal_keys').where('organization_id', '=', organizationId).execute();
  await tx
    .updateTable('campaigns')
    .set({ state: 'cancelled' })
    .where('organization_id', '=', organizationId)
    .where('state', 'in', ['running', 'paused'])
    .execute();
}

async function endSessions(tx: Tx, organizationId: string): Promise<void> {
  await sql`
    delete from sessions where user_id in (
      select id from users where organization_id = ${organizationId}
    )`.execute(tx);
}

async function lastEntry(db: Database, organizationId: string): Promise<number> {
  const head = await db
    .selectFrom('audit_heads')
    .select('sequence')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  return head?.sequence ?? 0;
}

const publicOf = (key: KeyObject) => createPublicKey(key).export({ format: 'der', type: 'spki' });
