import { domainToASCII } from 'node:url';
import type { Communication, Permit } from '@postern/core/gate';
import type { Rendered } from '@postern/core/templates';
import DKIM from 'nodemailer/lib/dkim';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { OrganizationKeys } from '../keys/index.ts';
import type { DkimKey } from './dkim-key.ts';
import type { OutgoingMessage } from './transport.ts';

/**
 * What the signature covers: RFC 6376 section 5.4.1, and both List-Unsubscribe headers, without
 * which one-click unsubscribing does not count (RFC 8058 section 4).
 */
const SIGNED = [
  'From',
  'To',
  'Subject',
  'Date',
  'Message-ID',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
  'List-Unsubscribe',
  'List-Unsubscribe-Post',
].join(':');

export interface Composition {
  readonly rendered: Rendered;
  readonly permit: Permit;
  readonly campaignId: string;
  /**
   * When the campaign was launched: the moment at which the message was ready to enter the mail
   * system (RFC 5322 section 3.6.1), and the same whenever it is sent again.
   */
  readonly date: Date;
  readonly fromName: string;
  readonly fromAddress: string;
  /** The person's name for the To header; null leaves the address alone. */
  readonly toName: string | null;
  /** https address that unsubscribes by POST; null when the message offers none. */
  readonly unsubscribeUrl: string | null;
}

/**
 * Makes the message as it goes over the wire, signed. The same composition gives the same bytes, so
 * that a resend is recognisable as the same message: its Message-ID is a keyed hash of campaign and
 * contact, its boundary follows from that, and the signature (PKCS #1 v1.5) holds neither time nor
 * chance. The headers say nothing of the person but address, name and subject.
 */
export async function compose(
  { rendered, permit, campaignId, date, ...given }: Composition,
  keys: OrganizationKeys,
  dkim: DkimKey,
): Promise<OutgoingMessage & { readonly messageId: string }> {
  const mark = keys.mac('message-id', `${campaignId}:${permit.contactId}`).toString('hex');
  const messageId = `<${mark.slice(0, 40)}@${dkim.domain}>`;
  const unsigned = await new MailComposer({
    from: { name: given.fromName, address: given.fromAddress },
    to: { name: given.toName ?? '', address: permit.address },
    subject: rendered.subject,
    date,
    messageId,
    text: rendered.text,
    html: rendered.html,
    textEncoding: 'quoted-printable',
    baseBoundary: mark.slice(40),
    disableFileAccess: true,
    disableUrlAccess: true,
    headers:
      given.unsubscribeUrl === null
        ? {}
        : {
            'List-Unsubscribe': `<${given.unsubscribeUrl}>`,
            'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
          },
  })
    .compile()
    .build();
  const signed = new DKIM({
    domainName: dkim.domain,
    keySelector: dkim.selector,
    privateKey: dkim.privateKey,
    headerFieldNames: SIGNED,
  }).sign(unsigned);
  const parts: Buffer[] = [];
  for await (const part of signed) parts.push(Buffer.from(part));
  const source = Buffer.concat(parts);
  return { messageId, from: given.fromAddress, to: envelopeAddress(permit.address), source };
}

/**
 * Whether a message has to offer a way out by one click: commercial mail (15 USC 7704(a)(3)),
 * fundraising (45 CFR 164.514(f)(2)(ii)), and all else of the marketing stream. A result or a
 * reminder does not.
 */
export function offersUnsubscribe(
  communication: Pick<Communication, 'commercial' | 'category'>,
  stream: string,
): boolean {
  return (
    communication.commercial || communication.category === 'fundraising' || stream === 'marketing'
  );
}

/** An internationalised domain in the form that every mail server reads: RFC 5891. */
function envelopeAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`;
}
