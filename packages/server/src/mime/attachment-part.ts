import { headerLine } from '@postern/core/templates';
import type { Attachment } from './plan.ts';

const TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*(?:; charset=utf-8)?$/i;
/** These have a structure of their own and may not be base64: RFC 2045 section 6.4. */
const COMPOSITE = /^(?:message|multipart)\//i;

/**
 * An attachment as a part of the body, its header included: encoded once for everybody. A type that
 * is none is sent as plain bytes.
 */
export function attachmentPart({ filename, contentType, content }: Attachment): Buffer {
  const sound = TYPE.test(contentType) && !COMPOSITE.test(contentType);
  const base64 = content.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n');
  return Buffer.from(
    `Content-Type: ${sound ? contentType : 'application/octet-stream'}\r\n` +
      'Content-Transfer-Encoding: base64\r\n' +
      `Content-Disposition: attachment${filenameOf(filename)}\r\n\r\n${base64}`,
    'latin1',
  );
}

/** RFC 2231 section 4: in pieces where it is long, percent-encoded where it is not plain. */
function filenameOf(filename: string): string {
  const name = headerLine(filename).replace(/[/\\]/g, '_');
  if (/^[A-Za-z0-9 !#$&+.^_`{}~-]{1,60}$/.test(name)) return `;\r\n filename="${name}"`;
  const signs = Array.from(name, (sign) =>
    /^[A-Za-z0-9!#$&+.^_`{}~-]$/.test(sign)
      ? sign
      : Buffer.from(sign).toString('hex').toUpperCase().replace(/../g, '%$&'),
  );
  const pieces = [''];
  for (const sign of signs) {
    if ((pieces.at(-1) ?? '').length + sign.length > 50) pieces.push('');
    pieces.push(`${pieces.pop() ?? ''}${sign}`);
  }
  return pieces
    .map((piece, place) => `;\r\n filename*${place}*=${place === 0 ? "utf-8''" : ''}${piece}`)
    .join('');
}
