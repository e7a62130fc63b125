import type { TemplateParts, TemplateProblem } from '@postern/core/templates';

const MB = 1_048_576;

/** Files that a template may have attached, the bytes of one, and of all of them together. */
export const MOST_ATTACHMENTS = 5;
export const MAX_ATTACHMENT_BYTES = 4 * MB;
export const MAX_ATTACHED_BYTES = 7 * MB;
/** Of the whole message, encoded: what nearly every mail server takes. */
const MAX_MESSAGE_BYTES = 10 * MB;

/** "4 MB", "1.3 MB", "812 kB": never less than it is. */
export function sizeWords(bytes: number): string {
  if (bytes < MB) return `${Math.ceil(bytes / 1024)} kB`;
  const tenths = Math.ceil((bytes * 10) / MB);
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)} MB`;
}

/** What is wrong with a message as large as this one would be; null when it can be sent. */
export function tooLarge(
  { html, text }: Pick<TemplateParts, 'html' | 'text'>,
  attached: readonly number[],
): TemplateProblem | null {
  const body = quotedBytes(html) + quotedBytes(text);
  const whole = attached.reduce((sum, size) => sum + encodedBytes(size), body);
  if (whole <= MAX_MESSAGE_BYTES) return null;
  const largest = sizeWords(MAX_MESSAGE_BYTES);
  const sentence =
    attached.length === 0
      ? `The message would be ${sizeWords(whole)} large; at most ${largest} can be sent.`
      : `The message would be ${sizeWords(whole)} large, ${sizeWords(whole - body)} of it attachments; ` +
        `at most ${largest} can be sent. Attach less, or write less.`;
  return { place: 'body', line: 1, column: 1, sentence };
}

/** As quoted-printable, with its soft line breaks: RFC 2045 section 6.7. */
function quotedBytes(text: string): number {
  let bytes = 0;
  for (const byte of Buffer.from(text)) {
    if (byte === 0x0a) bytes += 2;
    else bytes += (byte >= 0x20 && byte < 0x7f && byte !== 0x3d) || byte === 0x09 ? 1 : 3;
  }
  return bytes + Math.ceil(bytes / 72) * 3;
}

/** As base64 in lines of 76, with the header of its part. */
function encodedBytes(size: number): number {
  const base64 = Math.ceil(size / 3) * 4;
  return base64 + Math.ceil(base64 / 76) * 2 + 500;
}
