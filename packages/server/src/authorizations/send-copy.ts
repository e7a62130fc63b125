import { appendAudit } from '../audit/index.ts';
import { bucketOf, inTransaction } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { getPortalSettings } from '../organizations/index.ts';
import { type SendNotice, whatIsOnFile } from '../portal/index.ts';
import { giveCopy } from './give-copy.ts';
import type { SigningDeps } from './locate-request.ts';
import { LINK_DAYS } from './request-signature.ts';
import type { DocumentPlace } from './signed-document.ts';
import { signingToken } from './signing-link.ts';
import { copyNotice } from './signing-notices.ts';
import { updateRequest } from './signing-request.ts';

type Deps = Pick<SigningDeps, 'database' | 'now'> & {
  readonly keys: OrganizationKeys;
  readonly sendNotice: SendNotice;
  readonly publicUrl: () => string;
};

/**
 * Mails the signer that their copy is behind the link by which they signed, which works for the usual
 * days from now on; the file itself is never mailed. Recorded as given when the mail was taken.
 * 'nothing' where it could not be opened: no request led to it, or the contact has no address or no
 * birth date to show who they are by.
 */
export async function sendCopy(
  { database, keys, now, sendNotice, publicUrl }: Deps,
  place: DocumentPlace,
  actor: string,
): Promise<'sent' | 'held' | 'nothing'> {
  const { organizationId, contactId } = place;
  const request = await database
    .selectFrom('signing_requests')
    .select('id')
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .where('document_id', '=', place.id)
    .executeTakeFirst();
  const onFile = await whatIsOnFile(database, keys, contactId);
  if (request === undefined || onFile.birthDate === null || !onFile.hasEmail) return 'nothing';
  const until = new Date(now().getTime() + LINK_DAYS.usual * 86_400_000);
  await updateRequest(database, { organizationId, contactId, id: request.id })
    .set({ expires_at: until })
    .execute();
  const { number } = await database
    .selectFrom('organizations')
    .select('number')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const token = signingToken(keys, number, { requestId: request.id, contactId });
  const settings = await getPortalSettings(database, organizationId);
  const notice = copyNotice(settings, publicUrl(), token, until);
  const sent = await sendNotice(organizationId, contactId, notice);
  if (sent === 'sent') {
    await inTransaction(database, async (tx) => {
      const at = now();
      await giveCopy(tx, keys, place, { way: 'portal', actor, at });
      const subject = { contactId, documentId: place.id, way: 'portal' };
      await appendAudit(tx, keys, { actor, action: 'signing.copy_given', subject }, at);
    });
  }
  return sent;
}
