import { bucketOf, type Database, type Tx } from '../database/index.ts';
import { formVersion } from './form-version.ts';
import { type RequestState, requestState, type SigningWay, TRIES } from './signing-request.ts';

/** More than anybody is asked in years. */
const MOST = 100;

export interface SigningRequest {
  readonly id: string;
  readonly formId: string;
  readonly formVersion: number;
  readonly formTitle: string;
  readonly way: SigningWay;
  readonly state: RequestState;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly signedAt: Date | null;
  readonly documentId: string | null;
  /** The mail that brings the link did not leave. */
  readonly mailHeld: boolean;
  /** Of one that was signed too: its copy waits behind the same link. */
  readonly locked: boolean;
}

/** What somebody was asked to sign, newest first. */
export async function listRequests(
  db: Database | Tx,
  organizationId: string,
  contactId: string,
  now: Date,
): Promise<readonly SigningRequest[]> {
  const rows = await db
    .selectFrom('signing_requests')
    .selectAll()
    .where('bucket', '=', bucketOf(contactId))
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute();
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      formId: row.form_id,
      formVersion: row.form_version,
      formTitle:
        (await formVersion(db, organizationId, row.form_id, row.form_version))?.content.title ?? '',
      way: row.way,
      state: requestState(row, now),
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      signedAt: row.signed_at,
      documentId: row.document_id,
      mailHeld: row.mail_held,
      locked: row.tries >= TRIES,
    })),
  );
}
