import { createHash } from 'node:crypto';
import { documentOf, plainWording } from '@postern/core/authorizations';
import { displayName } from '@postern/core/contacts';
import { v7 } from 'uuid';
import { appendAudit } from '../audit/index.ts';
import { type Evidence, recordConsent, sealEvidence, shownText } from '../consent/index.ts';
import { getContact, loadDefinitions } from '../contacts/index.ts';
import { inTransaction } from '../database/index.ts';
import { type LocatedRequest, placeOf, type SigningDeps } from './locate-request.ts';
import { LINK_DAYS } from './request-signature.ts';
import { type GivenSignature, signatureFaults } from './signature.ts';
import { keepSigned } from './signed-document.ts';
import { signedPdf } from './signed-pdf.ts';
import { requestAt, requestState, updateRequest } from './signing-request.ts';

/** From where the page was asked for. */
export type SignedFrom = Required<Pick<Evidence, 'address' | 'browser'>>;

export type Signed =
  | { readonly kind: 'signed'; readonly documentId: string }
  /** Somebody with the same link was quicker, or it was sent twice. */
  | { readonly kind: 'already' }
  | { readonly kind: 'ended' }
  /** The day on which the form says that it ends is over. */
  | { readonly kind: 'over' };

/**
 * Signs what was asked for: the version of the form that the link names, whatever was published
 * since. File, fact, evidence and the request's end are one transaction: all of it, or nothing.
 *
 * Who signed by a mailed link has the copy before them on the page that answers, and behind the same
 * link for the days that it works from then on: 45 CFR 164.508(c)(4). The caller has made sure who it
 * is (`isIdentified`) and that nothing is missing (`signatureFaults`).
 */
export async function signAuthorization(
  { database, now }: SigningDeps,
  { organization, keys, row: found, form }: LocatedRequest,
  signature: GivenSignature,
  from: SignedFrom,
): Promise<Signed> {
  const at = now();
  if (Object.keys(signatureFaults(signature, at)).length > 0) {
    throw new RangeError('A signature with an element missing cannot be taken.');
  }
  const { signedOn, authority } = signature;
  if (form.expiry?.kind === 'date' && form.expiry.on < signedOn) return { kind: 'over' };
  const definitions = await loadDefinitions(database, organization.id);
  return inTransaction(database, async (tx) => {
    const row = await requestAt(tx, placeOf(found)).selectAll().forUpdate().executeTakeFirst();
    const state = row && requestState(row, at);
    if (row === undefined || state === 'withdrawn' || state === 'expired' || state === 'locked') {
      return { kind: 'ended' };
    }
    if (state === 'signed') return { kind: 'already' };
    const contactId = row.contact_id;
    const contact = await getContact(tx, keys, definitions, contactId);
    if (contact === null) return { kind: 'ended' };
    const documentId = v7();
    const onTablet = row.way === 'tablet';
    const body = plainWording(form);
    const identifiedBy = onTablet ? 'seen by staff' : 'birth date and code';
    const pdf = await signedPdf({
      form,
      formVersion: row.form_version,
      organization,
      person: displayName(contact.attributes),
      signature,
      documentId,
      signedAt: at,
      address: from.address,
      browser: from.browser,
      identifiedBy: onTablet
        ? 'identified by staff, on a tablet in the practice'
        : 'by the birth date on file and a code mailed to the address on file',
      textHash: createHash('sha256').update(body).digest('hex'),
    });
    const place = { organizationId: organization.id, contactId, id: documentId };
    await keepSigned(tx, keys, {
      place,
      source: onTablet ? 'tablet' : 'page',
      form: { id: row.form_id, version: row.form_version },
      mediaType: 'application/pdf',
      content: pdf,
      signedAt: at,
      copy: onTablet ? null : { at, way: 'portal' },
    });
    const kind = `authorization:${row.form_id}`;
    const shown = await shownText(tx, organization.id, { kind, language: form.language, body });
    const document = documentOf(form, { signedOn, authority, copyGiven: !onTablet }, documentId);
    const evidence = { ...from, identifiedBy };
    await recordConsent(tx, keys, [
      {
        contactId,
        fact: { kind: 'authorization_signed', document },
        source: onTablet ? 'tablet' : 'page',
        actor: 'recipient',
        at,
        shown,
        evidence: sealEvidence(keys, contactId, evidence),
      },
    ]);
    await updateRequest(tx, placeOf(row))
      .set({
        state: 'signed',
        signed_at: at,
        document_id: documentId,
        tries: 0,
        expires_at: new Date(at.getTime() + LINK_DAYS.usual * 86_400_000),
      })
      .execute();
    const subject = { contactId, requestId: row.id, documentId, formVersion: row.form_version };
    const note = { actor: 'recipient', action: 'signing.signed' as const, subject };
    await appendAudit(tx, keys, note, at);
    return { kind: 'signed', documentId };
  });
}
