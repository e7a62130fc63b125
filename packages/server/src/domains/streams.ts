import type { StreamName } from '@postern/core/domains';
import type { Selectable } from 'kysely';
import type { Database, Tables, Tx } from '../database/index.ts';

/** How one stream of an organization sends. */
export interface StreamSettings {
  readonly stream: StreamName;
  /** The domain that signs (DKIM's d=). */
  readonly domain: string;
  readonly fromName: string;
  readonly fromAddress: string;
  readonly replyTo: string | null;
  /** Our own IP address to send from; null: the machine's choice. */
  readonly localAddress: string | null;
  /** The envelope sender's domain, to which bounces come. */
  readonly returnPathDomain: string;
  readonly version: number;
}

export function streamOf(row: Selectable<Tables['streams']>): StreamSettings {
  return {
    stream: row.stream,
    domain: row.domain,
    fromName: row.from_name,
    fromAddress: row.from_address,
    replyTo: row.reply_to,
    localAddress: row.local_address,
    returnPathDomain: row.return_path_domain,
    version: row.version,
  };
}

/** One stream; throws when there is none, since every organization is made with both. */
export async function loadStream(
  db: Database | Tx,
  organizationId: string,
  stream: StreamName,
): Promise<StreamSettings> {
  const row = await db
    .selectFrom('streams')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('stream', '=', stream)
    .executeTakeFirstOrThrow();
  return streamOf(row);
}

/** Both, marketing first. */
export async function loadStreams(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly StreamSettings[]> {
  const rows = await db
    .selectFrom('streams')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .orderBy('stream')
    .execute();
  return rows.map(streamOf);
}
