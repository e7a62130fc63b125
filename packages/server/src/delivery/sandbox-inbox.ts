import { sql } from 'kysely';
import type { Email } from 'postal-mime';
import type { Database, Tables } from '../database/index.ts';
import type { Keyring, OrganizationKeys } from '../keys/index.ts';
import { headContext, sandboxContext } from './file-sandbox-message.ts';
import { headOf, isHead, readHead, type SandboxHead } from './sandbox-head.ts';

export interface SandboxMessage extends SandboxHead {
  readonly id: string;
  readonly receivedAt: Date;
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
  /** In the order in which they stand in the message. */
  readonly attachments: readonly {
    readonly filename: string;
    readonly contentType: string;
    readonly size: number;
  }[];
  /** Of a large message the beginning, and how much is left out. */
  readonly source: string;
}

/** Bytes of a source that are shown. */
const MOST_SHOWN = 1_048_576;

interface Deps {
  readonly database: Database;
  readonly keyring: Keyring;
}

type Row = Pick<Tables['sandbox_messages'], Exclude<(typeof COLUMNS)[number], 'received_at'>> & {
  readonly received_at: Date;
};

const COLUMNS = [
  ...(['id', 'head_sealed', 'size', 'dkim', 'tls_protocol', 'tls_cipher'] as const),
  ...(['campaign_id', 'received_at'] as const),
] as const;

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
    .select(COLUMNS)
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
  const messages: SandboxMessage[] = [];
  for (const row of shown) messages.push(await summaryOf({ database, keyring }, keys, row));
  return { messages, next: rows.length > limit ? (shown.at(-1)?.id ?? null) : null };
}

/** One captured message with its parts; null when the organization has none of this id. */
export async function openSandboxMessage(
  deps: Deps,
  organizationId: string,
  id: string,
): Promise<OpenedSandboxMessage | null> {
  const row = await deps.database
    .selectFrom('sandbox_messages')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const source = await sandboxSource(deps, organizationId, id);
  if (source === null) return null;
  const parsed = await parse(source);
  return {
    ...summary(row, headOf(parsed)),
    headers: parsed.headers.map(({ originalKey, key, value }) => ({
      name: originalKey ?? key,
      value,
    })),
    html: parsed.html ?? null,
    text: parsed.text ?? null,
    attachments: attachmentsOf(parsed).map(({ content, ...one }) => ({
      ...one,
      size: content.length,
    })),
    source: shownSource(source),
  };
}

/** The bytes of a captured message as it came; null when the organization has none of this id. */
export async function sandboxSource(
  { database, keyring }: Deps,
  organizationId: string,
  id: string,
): Promise<Buffer | null> {
  const row = await database
    .selectFrom('sandbox_messages')
    .select('source_sealed')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  return (await keyring.of(organizationId)).open(row.source_sealed, sandboxContext(id));
}

/** An attachment by its place in the message, from 0; null when there is none. */
export async function sandboxAttachment(
  deps: Deps,
  organizationId: string,
  id: string,
  place: number,
): Promise<{ readonly filename: string; readonly content: Uint8Array } | null> {
  const source = await sandboxSource(deps, organizationId, id);
  if (source === null) return null;
  const found = attachmentsOf(await parse(source))[place];
  return found ? { filename: found.filename, content: found.content } : null;
}

/** Loaded when somebody looks: who only sends does without it. */
async function parse(source: Buffer): Promise<Email> {
  const { default: PostalMime } = await import('postal-mime');
  return PostalMime.parse(source);
}

function attachmentsOf({ attachments }: Email) {
  return attachments.map(({ filename, mimeType, content }, place) => ({
    filename: filename ?? `attachment-${place + 1}`,
    contentType: mimeType,
    content: typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content),
  }));
}

/** Those that were filed before heads were kept apart are opened for it, one at a time. */
async function summaryOf(deps: Deps, keys: OrganizationKeys, row: Row): Promise<SandboxMessage> {
  const known =
    row.head_sealed === null ? null : keys.openJson(row.head_sealed, headContext(row.id));
  if (isHead(known)) return summary(row, known);
  const source = await sandboxSource(deps, keys.organizationId, row.id);
  return summary(row, await readHead(source ?? Buffer.alloc(0)));
}

function summary(row: Row, head: SandboxHead): SandboxMessage {
  const { tls_protocol: protocol, tls_cipher: cipher } = row;
  return {
    id: row.id,
    receivedAt: row.received_at,
    ...head,
    size: row.size,
    dkim: row.dkim,
    tls: protocol !== null && cipher !== null ? { protocol, cipher } : null,
    campaignId: row.campaign_id,
  };
}

/** The end of a large source is base64 of attachments, of which a person reads nothing. */
function shownSource(source: Buffer): string {
  if (source.length <= MOST_SHOWN) return source.toString();
  const rest = source.length - MOST_SHOWN;
  return `${source.toString('utf8', 0, MOST_SHOWN)}\r\n[${rest} more bytes: download the source to see them]`;
}
