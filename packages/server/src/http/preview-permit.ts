import { decide, type Permit } from '@postern/core/gate';
import type { OpenedContact } from '../contacts/index.ts';
import type { Organization } from '../organizations/index.ts';

/**
 * The permit for a preview: it shows a member of staff what the message would say, and goes to
 * nobody (45 CFR 164.506(c)(1), operations). Whether it may be sent to this person is the
 * campaign's question, asked there of what is on file. It carries the template's fields and no
 * more, so that a preview cannot show what the message could not.
 */
export function previewPermit(
  { sender }: Organization,
  { id, attributes }: OpenedContact,
  fields: readonly string[],
  now: Date,
): Permit | { readonly reason: string } {
  const allowed = new Set(fields);
  const shown = Object.entries(attributes).filter(([key]) => allowed.has(key));
  return decide(
    {
      sender: { ...sender, noticeCoversUse: true },
      communication: {
        channel: 'face_to_face',
        commercial: false,
        category: 'operations',
        encouragesPurchaseOrUse: false,
        drug: null,
        remuneration: { kind: 'none', payer: 'product_owner' },
        usesPhi: true,
        deidentified: false,
        audienceSelectedBy: 'contact',
        contentReveals: 'contact',
        specialRecords: null,
        disclosedTo: 'individual',
        disclosurePaid: false,
        processorsUnderBaa: true,
        thirdPartyTracker: null,
        fundraisingOptOutIncluded: true,
      },
      recipient: {
        state: null,
        optOuts: [],
        restriction: null,
        confidentialCommunication: null,
        parentOfConsentingMinor: false,
        deceased: false,
        authorizations: [],
      },
      now: now.toISOString(),
      message: { contactId: id, address: '', attributes: Object.fromEntries(shown) },
    },
    'law',
  );
}
