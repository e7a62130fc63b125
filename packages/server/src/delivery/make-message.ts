import { domainToASCII } from 'node:url';
import type { Communication } from '@postern/core/gate';
import type { Extras, NotRendered } from '@postern/core/templates';
import type { OrganizationKeys } from '../keys/index.ts';
import type { WireMessage } from '../smtp/index.ts';
import type { Permitted } from './decide-group.ts';
import type { Dispatch } from './load-dispatch.ts';
import { messageLinks } from './message-links.ts';
import { returnPath } from './return-path.ts';

const PLAIN_DOMAIN = /^[a-z0-9.-]+$/;

/**
 * Whether a message has to offer a way out by one click: commercial mail (15 USC 7704(a)(3)),
 * fundraising (45 CFR 164.514(f)(2)(ii)), and all else of the marketing stream. A result or a
 * reminder does not.
 */
function offersUnsubscribe(
  { commercial, category }: Pick<Communication, 'commercial' | 'category'>,
  stream: string,
): boolean {
  return commercial || category === 'fundraising' || stream === 'marketing';
}

/**
 * Makes one person's message, signed. The same person in the same campaign has the same message,
 * byte for byte, so that a resend is recognisable: its Message-ID is a keyed hash of campaign and
 * contact, its boundaries follow from that, and the signatures hold neither time nor chance. The
 * headers say nothing of the person but address, name and subject.
 */
export function makeMessage(
  publicUrl: string,
  dispatch: Dispatch,
  { permit, name }: Pick<Permitted, 'permit' | 'name'>,
): WireMessage | NotRendered {
  const { campaign, keys, organization, stream } = dispatch;
  const { contactId } = permit;
  const extras = extrasOf(publicUrl, dispatch, contactId);
  const { messageId, mark } = marksOf(keys, stream.domain, { campaignId: campaign.id, contactId });
  const made = dispatch.plan.compose({
    permit,
    extras,
    toName: name,
    messageId,
    mark,
    unsubscribeUrl: extras.commercial ? extras.unsubscribeUrl : null,
  });
  if ('missing' in made) return made;
  const subject = { campaignNumber: dispatch.campaignNumber, contactId };
  return {
    from: returnPath(keys, organization.number, subject, stream.returnPathDomain),
    to: envelopeAddress(permit.address),
    source: made.source,
    envelopeId: campaign.id,
    urgent: stream.stream === 'transactional',
  };
}

/** The Message-ID, with its brackets, and what the boundaries are made of: keyed hashes of the send. */
export function marksOf(
  keys: Pick<OrganizationKeys, 'mac'>,
  domain: string,
  { campaignId, contactId }: { readonly campaignId: string; readonly contactId: string },
): { readonly messageId: string; readonly mark: string } {
  const hash = keys.mac('message-id', `${campaignId}:${contactId}`).toString('hex');
  return { messageId: `<${hash.slice(0, 40)}@${domain}>`, mark: hash.slice(40) };
}

/** What the message holds besides the person's attributes. */
export function extrasOf(
  publicUrl: string,
  { campaign, communication, keys, organization, stream }: Dispatch,
  contactId: string,
): Extras {
  const links = messageLinks(publicUrl, keys, organization.number, {
    campaignId: campaign.id,
    contactId,
  });
  return {
    organizationName: organization.name,
    organizationAddress: organization.postalAddress,
    unsubscribeUrl: links.unsubscribe,
    preferencesUrl: links.preferences,
    commercial: offersUnsubscribe(communication, stream.stream),
    linkUrl: links.link,
    openUrl: links.open,
  };
}

/** An internationalised domain in the form that every mail server reads: RFC 5891. */
export function envelopeAddress(address: string): string {
  return `${address.slice(0, address.lastIndexOf('@'))}@${domainOf(address)}`;
}

/** The recipient's domain in ASCII form. */
export function domainOf(address: string): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  // 20 microseconds that most addresses need not pay
  return PLAIN_DOMAIN.test(domain) ? domain : domainToASCII(domain) || domain;
}
