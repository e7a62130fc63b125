import { isUtf8 } from 'node:buffer';
import { zipNames } from './zip-names.ts';

interface Kind {
  readonly contentType: string;
  readonly words: string;
  isOne(content: Buffer): boolean;
}

const begins = (...signatures: readonly (string | readonly number[])[]) => {
  const known = signatures.map((one) =>
    typeof one === 'string' ? Buffer.from(one, 'latin1') : Buffer.from(one),
  );
  return (content: Buffer) => known.some((one) => content.subarray(0, one.length).equals(one));
};

const JPEG: Kind = {
  contentType: 'image/jpeg',
  words: 'a JPEG picture',
  isOne: begins([0xff, 0xd8, 0xff]),
};

/** What may be attached, by the ending of its name; the content has to be what the name says. */
const KINDS: Readonly<Record<string, Kind>> = {
  pdf: { contentType: 'application/pdf', words: 'a PDF document', isOne: begins('%PDF-') },
  png: {
    contentType: 'image/png',
    words: 'a PNG picture',
    isOne: begins([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  },
  jpg: JPEG,
  jpeg: JPEG,
  gif: { contentType: 'image/gif', words: 'a GIF picture', isOne: begins('GIF87a', 'GIF89a') },
  ics: {
    contentType: 'text/calendar; charset=utf-8',
    words: 'a calendar file in UTF-8 that begins with BEGIN:VCALENDAR (RFC 5545)',
    isOne: (content) => isText(content) && /^\uFEFF?BEGIN:VCALENDAR\r?\n/i.test(head(content)),
  },
  txt: { contentType: 'text/plain; charset=utf-8', words: 'plain text in UTF-8', isOne: isText },
  csv: { contentType: 'text/csv; charset=utf-8', words: 'a table as CSV in UTF-8', isOne: isText },
  docx: {
    contentType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    words: 'a Word document without macros',
    isOne: (content) => isOffice(content, 'word/document.xml'),
  },
  xlsx: {
    contentType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    words: 'an Excel workbook without macros',
    isOne: (content) => isOffice(content, 'xl/workbook.xml'),
  },
};

const EXPECTED =
  'expected a PDF, a picture (PNG, JPEG, GIF), a calendar file (.ics), text (.txt), a table ' +
  '(.csv), a Word document (.docx) or an Excel workbook (.xlsx). Programs and web pages are not ' +
  'taken: many mail servers refuse mail with them.';

/** The content type of a file that may be attached; or, in a sentence, why this one may not. */
export function attachmentType(
  filename: string,
  content: Buffer,
): { readonly contentType: string } | { readonly sentence: string } {
  const ending = /\.([A-Za-z]{2,5})$/.exec(filename)?.[1]?.toLowerCase() ?? '';
  const kind = Object.hasOwn(KINDS, ending) ? KINDS[ending] : undefined;
  if (kind === undefined) return { sentence: `“${filename}” cannot be attached: ${EXPECTED}` };
  if (content.length === 0) {
    return { sentence: `“${filename}” is empty: expected ${kind.words}.` };
  }
  if (kind.isOne(content)) return { contentType: kind.contentType };
  return { sentence: `“${filename}” is not what its name says: expected ${kind.words}.` };
}

const head = (content: Buffer) => content.subarray(0, 1024).toString();

/** What a browser would take for a page, as MIME Sniffing (section 7.1) has it, or a shell for a script. */
const PAGE =
  /^\uFEFF?\s*(?:#!|<\?xml|<!--|<(?:!doctype|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|img|object|embed)[\s>/])/i;

function isText(content: Buffer): boolean {
  if (!isUtf8(content) || PAGE.test(head(content))) return false;
  return !content.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d);
}

/** Office Open XML (ISO/IEC 29500-2): a ZIP archive that names its parts. */
function isOffice(content: Buffer, main: string): boolean {
  const names = zipNames(content);
  if (names === null || names.some((name) => /vbaProject\.bin$/i.test(name))) return false;
  return names.includes('[Content_Types].xml') && names.includes(main);
}
