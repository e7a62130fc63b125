import { isAscii } from 'node:buffer';
import { domainToASCII } from 'node:url';
import type { Extensions } from './extensions.ts';
import type { SessionOutcome, SmtpFault, WireMessage } from './session.ts';

/** What is said of a message before its data: the lines of the envelope, each with its CRLF. */
export interface Envelope {
  readonly mail: string;
  readonly rcpt: string;
  /** Octets of the message. */
  readonly size: number;
}

/** An address as it is written in a path, and whether it takes SMTPUTF8. */
interface Path {
  readonly text: string;
  readonly international: boolean;
}

// RFC 5321 section 4.5.3.1.3: a path has 256 octets at most, two of which are its brackets
const LONGEST_ADDRESS = 254;
/** Would end the path or the line, and begin a parameter or a command of somebody's choice. */
const FORBIDDEN = /[\u0000-\u0020\u007f-\u009f<>]/;
const ASCII = /^[\u0000-\u007f]*$/;

/**
 * The envelope for this server, or how the message ends where it cannot be said to it.
 *
 * An address that cannot stand in a path is answered with the reply that RFC 3463 has for it (553
 * 5.1.3, of the sender 5.1.7) and an empty text: ours, since no server was asked.
 */
export function envelopeFor(message: WireMessage, offered: Extensions): Envelope | SessionOutcome {
  const from = message.from === '' ? { text: '', international: false } : pathOf(message.from);
  if (from === null) return malformed('MAIL', '5.1.7');
  const to = pathOf(message.to);
  if (to === null) return malformed('RCPT', '5.1.3');

  let size = 0;
  let plain = true;
  for (const part of message.source) {
    size += part.length;
    plain &&= isAscii(part);
  }
  if (offered.largest > 0 && size > offered.largest) return { kind: 'unfit', why: 'size' };
  const international = from.international || to.international;
  if (international && !offered.smtpUtf8) return { kind: 'unfit', why: 'smtputf8' };
  if (!plain && !offered.eightBitMime) return { kind: 'broken', fault: EIGHT_BITS };

  let mail = `MAIL FROM:<${from.text}>`;
  if (offered.size) mail += ` SIZE=${size}`;
  if (!plain) mail += ' BODY=8BITMIME';
  if (international) mail += ' SMTPUTF8';
  if (offered.dsn && message.envelopeId) mail += ` ENVID=${xtext(message.envelopeId)}`;
  return { mail: `${mail}\r\n`, rcpt: `RCPT TO:<${to.text}>\r\n`, size };
}

const EIGHT_BITS: SmtpFault = { code: 'EPROTOCOL', originalCode: '8BITMIME', command: 'MAIL' };

function malformed(at: 'MAIL' | 'RCPT', enhanced: string): SessionOutcome {
  return { kind: 'answered', at, reply: { code: 553, enhanced, text: '' } };
}

/** Null for what is no address; the domain in the form that the DNS has (RFC 5891). */
function pathOf(address: string): Path | null {
  if (address.length > LONGEST_ADDRESS || FORBIDDEN.test(address)) return null;
  const at = address.lastIndexOf('@');
  if (at < 1 || at === address.length - 1) return null;
  if (ASCII.test(address)) return { text: address, international: false };
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const ascii = ASCII.test(domain) ? domain : domainToASCII(domain);
  if (ascii === '') return null;
  const text = `${local}@${ascii}`;
  if (Buffer.byteLength(text) > LONGEST_ADDRESS) return null;
  return { text, international: !ASCII.test(local) };
}

/** RFC 3461 section 4: what is not a plain letter of ASCII, and + and =, as +XX. */
function xtext(value: string): string {
  return Buffer.from(value)
    .toString('latin1')
    .replace(
      /[^\u0021-\u002a\u002c-\u003c\u003e-\u007e]/g,
      (octet) => `+${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
    );
}
