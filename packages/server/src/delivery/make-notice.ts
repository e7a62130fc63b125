import type { StreamSettings } from '../domains/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { SigningKey } from '../mime/index.ts';
import type { WireMessage } from '../smtp/index.ts';
import { envelopeAddress } from './make-message.ts';
import type { Notice } from './pick-up.ts';

interface From {
  readonly stream: StreamSettings;
  readonly keys: OrganizationKeys;
  readonly signingKeys: readonly SigningKey[];
}

/**
 * A single mail of fixed words that says nothing of the person: no name in its headers either.
 * Nobody answers to its envelope sender (RFC 3834 section 3.3): a notice that comes back is lost,
 * and the message waits all the same. `seed` makes its Message-ID: the same seed, the same mail.
 */
export async function makeNotice(
  { stream, keys, signingKeys }: From,
  to: string,
  notice: Omit<Notice, 'inClear'>,
  seed: string,
  date: Date,
): Promise<WireMessage> {
  // few senders ever make one, and to have it at hand takes 20 MB
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const mark = keys.mac('message-id', `notice:${seed}`).toString('hex');
  const unsigned = await new MailComposer({
    from: { name: notice.fromName, address: stream.fromAddress },
    to: { name: '', address: to },
    subject: notice.subject,
    date,
    messageId: `<${mark.slice(0, 40)}@${stream.domain}>`,
    text: notice.text,
    html: notice.html,
    textEncoding: 'quoted-printable',
    baseBoundary: mark.slice(40),
    disableFileAccess: true,
    disableUrlAccess: true,
    headers: { 'Auto-Submitted': 'auto-generated' },
  })
    .compile()
    .build();
  const rsa = signingKeys.find(({ algorithm }) => algorithm === 'rsa-sha256');
  const source = rsa === undefined ? unsigned : await signed(unsigned, rsa);
  return { from: '', to: envelopeAddress(to), source: [source] };
}

async function signed(unsigned: Buffer, key: SigningKey): Promise<Buffer> {
  const { default: DKIM } = await import('nodemailer/lib/dkim');
  const signer = new DKIM({
    domainName: key.domain,
    keySelector: key.selector,
    privateKey: key.privateKey,
  });
  const parts: Buffer[] = [];
  for await (const part of signer.sign(unsigned)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}
