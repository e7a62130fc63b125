import { sql } from 'kysely';
import PostalMime from 'postal-mime';
import type { Database, Tables } from '../database/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';
import { sandboxContext } from './file-sandbox-message.ts';

export interface SandboxMessage {
  readonly id: string;
  readonly receivedAt: Date;
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly size: number;
  /** 'pass', or why not. */
  readonly dkim: string;
  readonly tls: { readonly protocol: string; readonly cipher: string } | null;
  readonly campaignId: string | null;
}

export interface OpenedSandboxMessage extends SandboxMessage {
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly html: string | null;
  readonly text: string | null;
  readonly source: string;
}

interface Deps {
  readonly database: Database;
  readonly keyring: Keyring;
}

type Row = Pick<
  Tables['sandbox_messages'],
  'id' | 'source_sealed' | 'size' | 'dkim' | 'tls_protocol' | 'tls_cipher' | 'campaign_id'
> & { received_at: Date };

/**
 * Captured mail, newest first, at most `limit` from after the message `after` (the id of the last
 * one seen; an id that is gone begins anew). `next` is null at the end.
 */
export async function listSandboxMessages(
  { database, keyring }: Deps,
  organizationId: string,
  query: {
    readonly campaignId?: string | undefined;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<{ readonly messages: readonly SandboxMessage[]; readonly next: string | null }> {
  const { campaignId, after, limit } = query;
  const rows = await database
    .selectFrom('sandbox_messages')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .$if(campaignId !== undefined, (found) => found.where('campaign_id', '=', campaignId ?? ''))
    .$if(after !== null, (found) =>
      found.where(
        sql<boolean>`(received_at, id) < (select received_at, id from sandbox_messages
          where organization_id = ${organizationId} and id = ${after})`,
      ),
    )
    .orderBy('received_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const keys = await keyring.of(organizationId);
  const shown = rows.slice(0, limit);
  const messages = await Promise.all(shown.map(async (row) => (await opened(keys, row)).summary));
  return { messages, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** One captured message with its parts; null when the organization has none of this id. */
export async function openSandboxMessage(
  { database, keyring }: Deps,
  organizationId: string,
  id: string,
): Promise<OpenedSandboxMessage | null> {
  const row = await database
    .selectFrom('sandbox_messages')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { summary, parsed, source } = await opened(await keyring.of(organizationId), row);
  return {
    ...summary,
    headers: parsed.headers.map(({ originalKey, key, value }) => ({
      name: originalKey ?? key,
      value,
    })),
    html: parsed.html ?? null,
    text: parsed.text ?? null,
    source: source.toString(),
  };
}

async function opened(keys: OrganizationKeys, row: Row) {
  const source = keys.open(row.source_sealed, sandboxContext(row.id));
  const parsed = await PostalMime.parse(source);
  const { tls_protocol: protocol, tls_cipher: cipher } = row;
  const summary: SandboxMessage = {
    id: row.id,
    receivedAt: row.received_at,
    subject: parsed.subject ?? '',
    from: said(parsed.from),
    to: said(parsed.to?.[0]),
    size: row.size,
    dkim: row.dkim,
    tls: protocol !== null && cipher !== null ? { protocol, cipher } : null,
    campaignId: row.campaign_id,
  };
  return { summary, parsed, source };
}

/** 'Name <address>', or the address alone. */
function said(
  one: { name?: string | undefined; address?: string | undefined } | undefined,
): string {
  const { name = '', address = '' } = one ?? {};
  return name === '' ? address : `${name} <${address}>`;
}
