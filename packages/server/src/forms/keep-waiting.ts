import { sql } from 'kysely';
import { v7 } from 'uuid';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import {
  confirmationToken,
  DAYS,
  hashOf,
  MOST_MAILS,
  sealWaiting,
  type Waiting,
} from './confirmation.ts';

export interface Kept {
  /** For the link. */
  readonly token: string;
  readonly until: Date;
}

/**
 * Keeps what somebody asked for until they confirm it, and answers the link to mail; null where enough
 * went to them in a day, and then nothing is kept.
 */
export async function keepWaiting(
  tx: Tx,
  keys: OrganizationKeys,
  waiting: Waiting,
  { shown, at }: { readonly shown: string; readonly at: Date },
): Promise<Kept | null> {
  const { organizationId } = keys;
  const hash = hashOf(keys, waiting);
  const bucket = bucketOf(hash);
  // two at once would both be the last that is let through
  await sql`
    select pg_advisory_xact_lock(hashtextextended(${`confirmations:${hash.toString('hex')}`}, 0))
  `.execute(tx);
  const { count } = await tx
    .selectFrom('confirmations')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('address_hash', '=', hash)
    .where('created_at', '>', new Date(at.getTime() - 86_400_000))
    .executeTakeFirstOrThrow();
  if (Number(count) >= MOST_MAILS) return null;
  const id = v7();
  const until = new Date(at.getTime() + DAYS * 86_400_000);
  await tx
    .insertInto('confirmations')
    .values({
      bucket,
      organization_id: organizationId,
      address_hash: hash,
      id,
      form_id: waiting.kind === 'sign_up' ? waiting.formId : null,
      contact_id: waiting.kind === 'more' ? waiting.contactId : null,
      sealed: sealWaiting(keys, id, waiting),
      shown,
      created_at: at,
      expires_at: until,
    })
    .execute();
  const { number } = await tx
    .selectFrom('organizations')
    .select('number')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return { token: confirmationToken(keys, number, { hash, id }), until };
}
