import { sql } from 'kysely';
import { appendAudit } from '../audit/index.ts';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** Keeps since when somebody is on file as a prospect, and by which form. */
export async function markProspect(
  tx: Tx,
  organizationId: string,
  { contactId, formId, at }: { contactId: string; formId: string; at: Date },
): Promise<void> {
  await tx
    .insertInto('prospects')
    .values({
      bucket: bucketOf(contactId),
      organization_id: organizationId,
      contact_id: contactId,
      form_id: formId,
      since: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Keeps since when these prospects are patients, beside since when they were prospects. */
export async function markPatients(
  tx: Tx,
  keys: OrganizationKeys,
  contactIds: readonly string[],
  at: Date,
): Promise<void> {
  if (contactIds.length === 0) return;
  await sql`
    update prospects set patient_since = ${at}::timestamptz
    from unnest(${sql.val(contactIds.map(bucketOf))}::smallint[], ${sql.val([...contactIds])}::uuid[])
      as now_patient (bucket, id)
    where prospects.bucket = now_patient.bucket
      and prospects.organization_id = ${keys.organizationId}
      and prospects.contact_id = now_patient.id
      and patient_since is null`.execute(tx);
  for (const contactId of contactIds) {
    const subject = { contactId };
    await appendAudit(tx, keys, { actor: 'system', action: 'contact.became_patient', subject }, at);
  }
}
