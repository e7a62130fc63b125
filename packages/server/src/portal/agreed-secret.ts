import { normaliseText } from '@postern/core/values';
import { survivorOf } from '../contacts/index.ts';
import { bucketOf, type Database, type Tx } from '../database/index.ts';
import { hashPassword } from '../keys/index.ts';

export const SECRET_LENGTH = { least: 8, most: 200 } as const;

/** Case and the number of spaces do not matter: it was said over a counter or a telephone. */
export const comparableSecret = (text: string) => normaliseText(text);

/** Sets the secret that was agreed with a person, or removes it (null). It is never shown again. */
export async function setAgreedSecret(
  tx: Tx,
  organizationId: string,
  contactId: string,
  secret: string | null,
  now: Date,
): Promise<void> {
  const bucket = bucketOf(contactId);
  if (secret === null) {
    await tx
      .deleteFrom('portal_secrets')
      .where('bucket', '=', bucket)
      .where('organization_id', '=', organizationId)
      .where('contact_id', '=', contactId)
      .execute();
    return;
  }
  const hash = await hashPassword(comparableSecret(secret));
  await tx
    .insertInto('portal_secrets')
    .values({
      bucket,
      organization_id: organizationId,
      contact_id: contactId,
      secret_hash: hash,
      set_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['bucket', 'organization_id', 'contact_id'])
        .doUpdateSet({ secret_hash: hash, set_at: now }),
    )
    .execute();
}

/** The hash on file and since when; null when nothing was agreed. */
export async function agreedSecret(
  db: Database | Tx,
  organizationId: string,
  contactId: string,
): Promise<{ readonly hash: string; readonly setAt: Date } | null> {
  const id = await survivorOf(db, organizationId, contactId);
  const row = await db
    .selectFrom('portal_secrets')
    .select(['secret_hash', 'set_at'])
    .where('bucket', '=', bucketOf(id))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', id)
    .executeTakeFirst();
  return row ? { hash: row.secret_hash, setAt: row.set_at } : null;
}
