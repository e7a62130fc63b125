import type { Finding } from '@postern/core/hygiene';
import { sql } from 'kysely';
import { BUCKETS, bucketOf, list } from '../database/index.ts';
import type { Look } from './look.ts';

const AT_ONCE = 2_000;

/** Writes down whose address is none, and forgets what was found before and is not so any more. */
export async function keepFindings(
  look: Look,
  findings: Iterable<{ readonly id: string; readonly finding: Finding }>,
): Promise<void> {
  let some: { readonly id: string; readonly finding: Finding }[] = [];
  for (const one of findings) {
    some.push(one);
    if (some.length < AT_ONCE) continue;
    await write(look, some);
    some = [];
  }
  await write(look, some);
  const { database, organizationId, id } = look;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    await database
      .deleteFrom('address_findings')
      .where('bucket', '=', bucket)
      .where('organization_id', '=', organizationId)
      .where('look_id', '!=', id)
      .execute();
  }
}

async function write(
  { database, organizationId, id }: Look,
  some: readonly { readonly id: string; readonly finding: Finding }[],
): Promise<void> {
  if (some.length === 0) return;
  const ids = some.map((one) => one.id);
  await sql`
    insert into address_findings (bucket, organization_id, contact_id, finding, look_id)
    select bucket, ${organizationId}::uuid, id, finding, ${id}::uuid
    from unnest(${list('smallint', ids.map(bucketOf))}, ${list('uuid', ids)}, ${list(
      'text',
      some.map(({ finding }) => finding),
    )}) as new (bucket, id, finding)
    on conflict (bucket, organization_id, contact_id)
      do update set finding = excluded.finding, look_id = excluded.look_id`.execute(database);
}
