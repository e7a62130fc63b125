import { validate } from 'uuid';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { sourceContext } from './receive-mail.ts';

/**
 * The message itself as it came, as far as it was kept: `source` is null once its time is over. Null
 * when the organization has none of this id.
 */
export async function openReturnedMail(
  db: Database,
  keys: OrganizationKeys,
  id: string,
): Promise<{
  readonly source: string | null;
  readonly size: number;
  readonly whole: boolean;
} | null> {
  if (!validate(id)) return null;
  const row = await db
    .selectFrom('returned_mail')
    .select(['source_sealed', 'size'])
    .where('organization_id', '=', keys.organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return null;
  if (row.source_sealed === null) return { source: null, size: row.size, whole: false };
  const source = keys.open(row.source_sealed, sourceContext(id));
  return {
    source: new TextDecoder().decode(source),
    size: row.size,
    whole: row.size <= source.length,
  };
}
