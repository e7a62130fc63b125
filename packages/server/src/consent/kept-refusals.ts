import { type ConsentFact, refusalsAt } from '@postern/core/consent';
import { sql } from 'kysely';
import { bucketOf, list, type Tx } from '../database/index.ts';

export interface Refusal {
  readonly token: Buffer;
  /** A word of `refusalsAt`. */
  readonly word: string;
  readonly since: Date;
}

/** Keeps what is refused under these hashes; what is kept already stays as it is. */
export async function keepRefusals(
  tx: Tx,
  organizationId: string,
  refusals: readonly Refusal[],
): Promise<void> {
  if (refusals.length === 0) return;
  await sql`
    insert into kept_refusals (bucket, organization_id, token, scope, since)
    select bucket, ${organizationId}::uuid, token, scope, since
    from unnest(
      ${sql.val(refusals.map(({ token }) => bucketOf(token)))}::smallint[],
      ${sql.val(refusals.map(({ token }) => token))}::bytea[],
      ${sql.val(refusals.map(({ word }) => word))}::text[],
      ${sql.val(refusals.map(({ since }) => since.toISOString()))}::timestamptz[]
    ) as new (bucket, token, scope, since)
    on conflict do nothing`.execute(tx);
}

interface Said {
  readonly contactId: string;
  readonly fact: ConsentFact;
  readonly at: Date;
}

/**
 * Holds those whom this is said of: until the transaction ends nobody among them can be deleted or
 * merged. Of those who are not on file, what they refuse is kept where they were deleted: the link in an
 * old mail still works, and nobody is left by whom the ledger's event would be found. So a refusal is
 * either in the ledger that is read when somebody is deleted, or comes here. Answers who is not on file.
 */
export async function keepOfDeleted(
  tx: Tx,
  organizationId: string,
  said: readonly Said[],
): Promise<readonly string[]> {
  const ids = [...new Set(said.map(({ contactId }) => contactId))];
  const onFile = await hold(tx, organizationId, ids);
  const gone = ids.filter((id) => !onFile.has(id));
  if (gone.length === 0) return gone;
  const { rows } = await sql<{ readonly contact_id: string; readonly tokens: readonly Buffer[] }>`
    select deleted.contact_id, deleted.tokens
    from unnest(${list('smallint', gone.map(bucketOf))}, ${list('uuid', gone)})
      as wanted (bucket, id),
    lateral (
      select contact_id, tokens from deleted_contacts
      where bucket = wanted.bucket and organization_id = ${organizationId}
        and contact_id = wanted.id
      offset 0
    ) deleted`.execute(tx);
  const tokens = new Map(rows.map((row) => [row.contact_id, row.tokens]));
  const refusals = said.flatMap(({ contactId, fact, at }) => {
    const time = at.toISOString();
    const words = refusalsAt([{ id: '', at: time, source: '', fact }], time);
    return (tokens.get(contactId) ?? []).flatMap((token) =>
      words.map((word) => ({ token, word, since: at })),
    );
  });
  await keepRefusals(tx, organizationId, refusals);
  return gone;
}

/** Those of them who are on file. */
async function hold(
  tx: Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  // in one order, whoever records: two at once wait for each other and never in a ring
  const { rows } = await sql<{ readonly id: string }>`
    select id from contacts
    where (bucket, organization_id, id) in (
      select bucket, ${organizationId}::uuid, id
      from unnest(${list('smallint', ids.map(bucketOf))}, ${list('uuid', ids)}) as wanted (bucket, id)
    )
    order by bucket, id
    for key share`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
