import type { ReasonCode } from './part-of.ts';

/** Why a group of people stands where it does. What differs from one to another is in their own. */
const SENTENCES: Readonly<Record<ReasonCode | SendCode, string>> = {
  authorization: 'They have allowed it in writing.',
  no_phi: 'It uses no protected health information.',
  fundraising: 'Fundraising is in your notice, and the message offers a way out.',
  face_to_face: 'Marketing face to face needs no authorization.',
  nominal_gift: 'A promotional gift of nominal value needs no authorization.',
  no_encouragement: 'It informs and does not promote, so it is not marketing.',
  no_product: 'It is about no product or service, so it is not marketing.',
  refill_exception: 'It is about a drug that they take, so it is not marketing.',
  unpaid_treatment: 'It belongs to the treatment and no maker pays for it, so it is not marketing.',
  care_exception: 'It is about care or your own services, so it is not marketing.',
  deceased: 'They are recorded as deceased.',
  opted_out_all: 'They asked for no commercial mail.',
  opted_out_marketing: 'They opted out of marketing.',
  opted_out_fundraising: 'They opted out of fundraising.',
  no_baa: 'A service that handles the message has signed no business associate agreement.',
  tracker: 'A tracker would tell a company without an agreement who they are.',
  restriction: 'You agreed with them not to use their information in this way.',
  no_email: 'They asked not to be written to by email.',
  minor_consents: 'They are parents of a minor who may choose alone: somebody has to look at it.',
  notice_lacks_use: 'Your notice of privacy practices does not speak of this use.',
  notice_lacks_fundraising: 'Your notice of privacy practices does not speak of fundraising.',
  no_fundraising_opt_out: 'The message offers no way to opt out of fundraising.',
  needs_marketing_authorization: 'They have not allowed marketing in writing.',
  needs_paid_marketing_authorization: 'They have not allowed paid marketing in writing.',
  needs_psychotherapy_notes_authorization:
    'They have not allowed the use of their psychotherapy notes.',
  needs_sud_counseling_notes_consent:
    'They have not allowed the use of their substance-use counseling notes.',
  needs_part2_consent: 'They have not allowed this use of their substance-use treatment records.',
  needs_sale_authorization: 'They have not allowed the sale of their information.',
  needs_fundraising_authorization: 'They have not allowed fundraising that uses a diagnosis.',
  needs_california_authorization:
    'Others support the message, and they have not signed what California asks for.',
  needs_washington_consent: 'They have not given the consent that Washington asks for.',
  left_stream: 'They asked to get nothing more of this kind of mail.',
  left_topic: 'They asked to get nothing about this topic.',
  other_channel: 'They would rather be reached in another way than by email.',
  frequency_cap: 'They have had as many messages lately as they want, or as one person gets.',
  no_address: 'No email address is on file.',
  address_suppressed: 'Mail to their address came back for good, or they complained of it.',
  no_other_address: 'They asked to be written to at another address only, and none is on file.',
  campaign_cancelled: 'The campaign was cancelled before it was their turn.',
  missing_value: 'The template shows something that is not known of them.',
  rejected: 'Their mail server refused the message for good.',
  not_sendable: 'The message cannot be sent to their address.',
  given_up: 'Their mail server put the message off for too long.',
};

/** Why else a send ended, beside what the gate says. */
type SendCode = 'campaign_cancelled' | 'missing_value' | 'rejected' | 'not_sendable' | 'given_up';

/** The sentence for a group; null for a code that another room gave, which has its own reason. */
export function reasonSentence(code: string): string | null {
  return Object.hasOwn(SENTENCES, code) ? SENTENCES[code as keyof typeof SENTENCES] : null;
}
