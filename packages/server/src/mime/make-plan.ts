import { type CompiledTemplate, fillTemplate } from '@postern/core/templates';
import { bodyFrame } from './body-frame.ts';
import { htmlPart, textPart } from './body-pieces.ts';
import { dkimSigner } from './dkim-signature.ts';
import { addressField, type HeaderField, headerField, textField } from './header-field.ts';
import type { Filling, MessagePlan, PlanFrame } from './plan.ts';
import { Sheet } from './sheet.ts';
import { wireAddress } from './wire-address.ts';

/**
 * Prepares a campaign's messages: what is the same for everybody is encoded, and reduced as DKIM
 * asks, once. What is left for each takes a quarter of the time of an RSA signature. Throws when the
 * frame itself cannot be written.
 */
export function makePlan(template: CompiledTemplate, frame: PlanFrame): MessagePlan {
  const sheet = new Sheet();
  const html = htmlPart(template.parts.html, sheet);
  const text = textPart(template.parts.text, sheet);
  const bodyOf = bodyFrame(frame.attachments, sheet);
  const known = frameFields(frame);
  const signersFor = signers(frame);
  return {
    compose(filling) {
      const { permit } = filling;
      const address = wireAddress(permit.address);
      if (address === null) {
        return { missing: [], sentence: 'The address of this person cannot stand in a header.' };
      }
      const filled = fillTemplate(template, permit, filling.extras);
      if ('missing' in filled) return filled;
      const mark = plain(filling.mark, 'mark').slice(0, 60);
      sheet.wipe();
      const body = bodyOf(
        mark,
        () => text(filled.text),
        () => html(filled.html),
      );
      const fields = [
        ...known.sender,
        addressField('To', filling.toName, address),
        textField('Subject', filled.subject),
        known.date,
        headerField('Message-ID', plain(filling.messageId, 'Message-ID')),
        VERSION,
        headerField('Content-Type', body.contentType),
        ...wayOut(filling),
        ...known.feedback,
      ];
      const relaxed = fields.map((field) => field.relaxed).join('');
      const signatures = signersFor(fields).map((sign) => sign(relaxed, body.hash));
      for (const signature of signatures) sheet.signs(signature);
      for (const { raw } of fields) sheet.signs(raw);
      sheet.signs('\r\n');
      return { source: [sheet.cut(), ...body.source], subject: filled.subject };
    },
  };
}

const VERSION = headerField('MIME-Version', '1.0');
const ONE_CLICK = headerField('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click');

/** RFC 8058 section 3.1. */
function wayOut({ unsubscribeUrl }: Filling): readonly HeaderField[] {
  if (unsubscribeUrl === null) return [];
  const url = plain(unsubscribeUrl, 'address to unsubscribe');
  return [headerField('List-Unsubscribe', `<${url}>`), ONE_CLICK];
}

/** What a program makes, and goes into a header as it is. */
function plain(value: string, what: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new TypeError(`The ${what} of a message holds a sign that cannot stand in a header.`);
}

function frameFields({ from, replyTo, date, feedbackId }: PlanFrame) {
  if (Number.isNaN(date.getTime())) throw new TypeError('The date of a campaign is no date.');
  return {
    sender: [
      addressField('From', from.name, sender(from.address, 'sender')),
      ...(replyTo === null ? [] : [addressField('Reply-To', null, sender(replyTo, 'reply'))]),
    ],
    date: headerField('Date', date.toUTCString().replace('GMT', '+0000')),
    feedback: feedbackId === null ? [] : [textField('Feedback-ID', feedbackId)],
  };
}

function sender(address: string, what: string): string {
  const written = wireAddress(address);
  if (written !== null) return written;
  throw new TypeError(`The ${what} address “${address}” is none that a header can hold.`);
}

/** The signers by how many headers a message has: with a way out, or without. */
function signers({ signingKeys }: PlanFrame) {
  for (const { algorithm, domain, privateKey } of signingKeys) {
    const type = algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519';
    if (privateKey.type === 'private' && privateKey.asymmetricKeyType === type) continue;
    throw new TypeError(`The key of ${domain} for ${algorithm} is no private ${type} key.`);
  }
  const kept = new Map<number, ReturnType<typeof dkimSigner>[]>();
  return (fields: readonly HeaderField[]) => {
    const known = kept.get(fields.length);
    if (known) return known;
    const names = fields.map(({ name }) => name);
    const made = signingKeys.map((key) => dkimSigner(key, names));
    kept.set(fields.length, made);
    return made;
  };
}
