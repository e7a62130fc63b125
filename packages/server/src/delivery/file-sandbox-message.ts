import { v7 } from 'uuid';
import type { Logger } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import { dkimRecords } from '../domains/index.ts';
import type { Keyring } from '../keys/index.ts';
import { readHead } from './sandbox-head.ts';

export interface SandboxDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly log: Logger;
  readonly now: () => Date;
}

export interface CapturedMessage {
  readonly organizationId: string;
  /** As the envelope said; null when it did not, or said something that is no id. */
  readonly campaignId: string | null;
  readonly source: Buffer;
  readonly tls: { readonly protocol: string | null; readonly cipher: string | null };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const sandboxContext = (id: string) => `sandbox_messages.source:${id}`;
export const headContext = (id: string) => `sandbox_messages.head:${id}`;

/** Files a captured message, sealed, with the verdict on its signature. Answers its id. */
export async function fileSandboxMessage(
  { database, keyring, now }: SandboxDeps,
  { organizationId, campaignId, source, tls }: CapturedMessage,
): Promise<string> {
  const id = v7();
  const keys = await keyring.of(organizationId);
  await database
    .insertInto('sandbox_messages')
    .values({
      organization_id: organizationId,
      id,
      source_sealed: keys.seal(source, sandboxContext(id)),
      head_sealed: keys.sealJson(await readHead(source), headContext(id)),
      size: source.length,
      dkim: await dkimVerdict(database, organizationId, source),
      tls_protocol: tls.protocol,
      tls_cipher: tls.cipher,
      campaign_id: campaignId !== null && UUID.test(campaignId) ? campaignId : null,
      received_at: now(),
    })
    .execute();
  return id;
}

/**
 * 'pass', or how mailauth calls what is wrong ('fail', 'neutral', ...), 'none' when it is unsigned.
 * The keys come from the organization's own records, never from the network: the sandbox shows what
 * a receiver will find once the records are published.
 */
async function dkimVerdict(
  database: Database,
  organizationId: string,
  source: Buffer,
): Promise<string> {
  const records = await dkimRecords(database, organizationId);
  const resolver = async (name: string, type: string) => {
    const record = type === 'TXT' ? records.find((one) => one.name === name) : undefined;
    if (record !== undefined) return [[record.value]];
    throw Object.assign(new Error('There is no such record.'), { code: 'ENOTFOUND' });
  };
  const { dkimVerify } = await import('mailauth/lib/dkim/verify.js');
  const { results } = await dkimVerify(source, { resolver });
  const verdicts = results.map(({ status }) => status.result);
  return verdicts.includes('pass') ? 'pass' : (verdicts[0] ?? 'none');
}
