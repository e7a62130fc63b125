import { sql } from 'kysely';
import { bucketOf, list, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { sealValues } from './contact-content.ts';
import type { ValuesNews } from './values-news.ts';

export interface Writing {
  readonly at: Date;
  /** Which import it is that writes. */
  readonly importId: string | null;
}

export interface ContactWithNews {
  readonly id: string;
  readonly news: ValuesNews;
}

const AT_ONCE = 1_000;

/**
 * Writes the values of contacts and leaves their identity, sealed as it is, where it lies. Some are sealed
 * while the database writes those before.
 */
export async function updateValues(
  tx: Tx,
  keys: OrganizationKeys,
  contacts: readonly ContactWithNews[],
  writing: Writing,
): Promise<void> {
  let written: Promise<unknown> = Promise.resolve();
  for (let at = 0; at < contacts.length; at += AT_ONCE) {
    const some = contacts.slice(at, at + AT_ONCE);
    const sealed = some.map(({ id, news }) => sealValues(keys, id, news.values));
    await written;
    written = update(tx, keys.organizationId, some, sealed, writing);
    // heard when it is waited for
    written.catch(() => {});
  }
  await written;
}

function update(
  tx: Tx,
  organizationId: string,
  contacts: readonly ContactWithNews[],
  sealed: readonly Buffer[],
  { at, importId }: Writing,
): Promise<unknown> {
  const starts: number[] = [];
  let end = 1;
  for (const blob of sealed) {
    starts.push(end);
    end += blob.length;
  }
  const ids = contacts.map(({ id }) => id);
  // the blobs as one, which goes over in binary: as elements of an array each would be hexadecimal text
  return sql`
    update contacts c
    set values_sealed = substring(blobs.all_of_them from n.start for n.bytes),
      import_id = coalesce(${importId}::uuid, c.import_id),
      updated_at = ${at}
    from (select ${Buffer.concat(sealed)}::bytea as all_of_them) blobs,
      unnest(
        ${list('smallint', ids.map(bucketOf))}, ${list('uuid', ids)}, ${list('integer', starts)},
        ${list(
          'integer',
          sealed.map(({ length }) => length),
        )}
      ) as n (bucket, id, start, bytes)
    where c.bucket = n.bucket and c.organization_id = ${organizationId} and c.id = n.id`.execute(
    tx,
  );
}
