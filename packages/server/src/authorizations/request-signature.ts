import { v7 } from 'uuid';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { signableForms } from './form-version.ts';
import { signingToken } from './signing-link.ts';
import type { SigningWay } from './signing-request.ts';

/** How long a link in a mail works, in days. */
export const LINK_DAYS = { least: 1, most: 365, usual: 30 } as const;
/** How long a tablet may stay on the page, in minutes: nobody types a code on it. */
const TABLET_MINUTES = 30;

export interface AskedToSign {
  readonly contactId: string;
  readonly formId: string;
  readonly way: SigningWay;
  /** Of a link by mail. */
  readonly days?: number | undefined;
  /** The user's id. */
  readonly createdBy: string;
  readonly now: Date;
}

export type Requested =
  | { readonly kind: 'asked'; readonly id: string; readonly token: string; readonly until: Date }
  | { readonly kind: 'not-published' }
  /** The form says that it ends on a day that is over: nobody can sign it. */
  | { readonly kind: 'over'; readonly on: string };

/** Asks somebody to sign the version of the form that is published now. */
export async function requestSignature(
  tx: Tx,
  keys: OrganizationKeys,
  { contactId, formId, way, days = LINK_DAYS.usual, createdBy, now }: AskedToSign,
): Promise<Requested> {
  const { organizationId } = keys;
  const form = (await signableForms(tx, organizationId)).find(({ id }) => id === formId);
  if (form === undefined) return { kind: 'not-published' };
  const { expiry } = form.content;
  if (expiry?.kind === 'date' && expiry.on < now.toISOString().slice(0, 10)) {
    return { kind: 'over', on: expiry.on };
  }
  const { number } = await tx
    .selectFrom('organizations')
    .select('number')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const minutes = way === 'tablet' ? TABLET_MINUTES : days * 24 * 60;
  const id = v7();
  const until = new Date(now.getTime() + minutes * 60_000);
  await tx
    .insertInto('signing_requests')
    .values({
      bucket: bucketOf(contactId),
      organization_id: organizationId,
      id,
      contact_id: contactId,
      form_id: form.id,
      form_version: form.version,
      way,
      state: 'open',
      expires_at: until,
      created_by: createdBy,
      created_at: now,
    })
    .execute();
  const token = signingToken(keys, number, { requestId: id, contactId });
  return { kind: 'asked', id, token, until };
}
