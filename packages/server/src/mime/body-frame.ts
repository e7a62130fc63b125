import { createHash, hash } from 'node:crypto';
import { attachmentPart } from './attachment-part.ts';
import type { Attachment } from './plan.ts';
import type { Sheet } from './sheet.ts';

/** The body of one message, the hash of which DKIM signs, and the header that says what it is. */
export interface Body {
  readonly contentType: string;
  readonly source: readonly Buffer[];
  /** SHA-256, base64. */
  readonly hash: string;
}

const TEXT =
  'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n';
const HTML = TEXT.replace('plain', 'html');

/** Puts text, HTML and attachments between boundaries; the attachments are encoded here, once. */
export function bodyFrame(attachments: readonly Attachment[], sheet: Sheet) {
  const parts = attachments.map(attachmentPart);
  return (mark: string, text: () => void, html: () => void): Body => {
    // neither quoted-printable nor base64 can hold `=_`: RFC 2045 section 6.7 (5)
    const inner = `=_a${mark}`;
    const outer = `=_m${mark}`;
    if (parts.length > 0) {
      sheet.signs(`--${outer}\r\nContent-Type: ${typeOf('alternative', inner)}\r\n\r\n`);
    }
    sheet.signs(`--${inner}\r\n${TEXT}`);
    text();
    sheet.signs(`\r\n--${inner}\r\n${HTML}`);
    html();
    sheet.signs(`\r\n--${inner}--\r\n`);
    const alternative = sheet.cut();
    if (parts.length === 0) {
      const sum = hash('sha256', alternative, 'base64');
      return { contentType: typeOf('alternative', inner), source: [alternative], hash: sum };
    }
    const between = Buffer.from(`\r\n--${outer}\r\n`, 'latin1');
    const end = Buffer.from(`\r\n--${outer}--\r\n`, 'latin1');
    const source = [alternative, ...parts.flatMap((part) => [between, part]), end];
    const sum = createHash('sha256');
    for (const part of source) sum.update(part);
    return { contentType: typeOf('mixed', outer), source, hash: sum.digest('base64') };
  };
}

function typeOf(kind: string, boundary: string): string {
  return `multipart/${kind};\r\n boundary="${boundary}"`;
}
