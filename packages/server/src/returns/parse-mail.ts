import type { ReturnedMail } from '@postern/core/returns';
import PostalMime, { decodeWords } from 'postal-mime';

const LIMITS = {
  // the original is a part like others: its headers are read, its body is nobody's business
  forceRfc822Attachments: true,
  maxNestingDepth: 16,
  maxHeadersSize: 200_000,
};
const REPORT = /^(?:message\/|text\/rfc822)/;
const LONGEST = 100_000;
/** Each line costs the library some microseconds: 256 KB of empty ones would stop everything for seconds. */
const MOST_LINES = 10_000;

/**
 * Takes a message apart as far as it can be, its first 10,000 lines: one that no parser understands is
 * only text. The null sender is the envelope's, or, where there was no envelope, what its Return-Path
 * says. Never rejects.
 */
export async function parseMail(
  source: Uint8Array,
  envelopeFrom: string | null,
): Promise<ReturnedMail & { readonly messageId: string }> {
  try {
    const mail = await new OwnWords(LIMITS).parse(firstLines(source));
    const headers = mail.headers.map(
      ({ key, value }) => [key, decodeWords(value.slice(0, 10_000))] as const,
    );
    const path = headers.find(([name]) => name === 'return-path')?.[1].trim();
    return {
      nullSender: envelopeFrom === null ? path === '<>' : envelopeFrom === '',
      headers,
      text: mail.text?.slice(0, LONGEST) ?? plainOf(mail.html ?? ''),
      parts: mail.attachments
        .filter(({ mimeType }) => REPORT.test(mimeType))
        .slice(0, 10)
        .map(({ mimeType, content }) => ({ type: mimeType, content: textOf(content) })),
      messageId: mail.messageId ?? '',
    };
  } catch {
    const text = textOf(source);
    return { nullSender: envelopeFrom === '', headers: [], text, parts: [], messageId: '' };
  }
}

/** As far as it is read: real reports have a tenth of these lines. */
function firstLines(source: Uint8Array): Uint8Array {
  let end = -1;
  for (let lines = 0; lines < MOST_LINES; lines += 1) {
    end = source.indexOf(0x0a, end + 1);
    if (end === -1) return source;
  }
  return source.subarray(0, end + 1);
}

/**
 * Parts as they are. Where plain text and HTML stand side by side the library makes one into the
 * other, in a time that grows with the square of the HTML: a stranger's 256 KB would stop everything
 * for seconds.
 */
class OwnWords extends PostalMime {
  declare readonly textMap: ReadonlyMap<unknown, Readonly<Record<string, readonly Words[]>>>;
  declare readonly textContent: Record<string, string>;

  renderTextContent(): void {
    for (const type of ['plain', 'html']) {
      const own = [...this.textMap.values()].flatMap((part) => part[type] ?? []);
      if (own.length > 0) this.textContent[type] = own.map(({ value }) => value).join('\n');
    }
  }
}

interface Words {
  readonly value: string;
}

function textOf(content: ArrayBuffer | Uint8Array | string): string {
  if (typeof content === 'string') return content.slice(0, LONGEST);
  return new TextDecoder().decode(content.slice(0, LONGEST));
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  '#39': "'",
};

/** The words of a page, a line a block: enough to find a code in, never shown. */
function plainOf(html: string): string {
  return html
    .slice(0, LONGEST)
    .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^<>]{0,500}>/gi, '\n')
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}
