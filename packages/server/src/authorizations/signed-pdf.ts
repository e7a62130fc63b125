import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AuthorizationForm } from '@postern/core/authorizations';
import { wordingOf } from '@postern/core/authorizations';
import { FONT_NAMES, fontRuns } from './font-runs.ts';
import { DRAWING, type GivenSignature, strokesOf } from './signature.ts';

/** What a signed file says beside the form's own text. */
export interface SignedPaper {
  readonly form: AuthorizationForm;
  readonly formVersion: number;
  readonly organization: { readonly name: string; readonly postalAddress: string };
  /** Whose information it is about. */
  readonly person: string;
  readonly signature: GivenSignature;
  readonly documentId: string;
  readonly signedAt: Date;
  /** The network address, or null where it is not known. */
  readonly address: string | null;
  readonly browser: string | null;
  readonly identifiedBy: string;
  /** SHA-256 of the text that was shown, in hexadecimal. */
  readonly textHash: string;
}

const fileOf = (name: string) =>
  createRequire(import.meta.url).resolve(`@fontsource/source-sans-3/files/${name}`);
const FONTS = FONT_NAMES.map(
  (name) => [name, readFileSync(fileOf(`source-sans-3-${name}-400-normal.woff`))] as const,
);
const INK = '#1b2423';
const QUIET = '#515c5a';
const SIGNATURE_WIDTH = 240;

/**
 * The signed document as a PDF: the whole text as it was shown, who signed it and when, and how that
 * is known. Its fonts are in it. A sign that they lack stands as its code point (`fontRuns`).
 */
export async function signedPdf(paper: SignedPaper): Promise<Buffer> {
  // loaded when somebody signs: with what reads fonts it takes 8 MB
  const { default: Pdf } = await import('pdfkit');
  const { form, signature } = paper;
  const { title, introduction, sections, language } = wordingOf(form);
  const pdf = new Pdf({
    size: 'LETTER',
    margins: { top: 64, bottom: 64, left: 72, right: 72 },
    lang: language,
    displayTitle: true,
    info: { Title: title, Author: paper.organization.name, CreationDate: paper.signedAt },
  });
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
  for (const [name, file] of FONTS) pdf.registerFont(name, file);

  const say = (text: string, size = 11, color = INK) => {
    const runs = fontRuns(text);
    pdf.fillColor(color).fontSize(size);
    runs.forEach((run, place) => {
      pdf.font(run.font).text(run.text, { continued: place < runs.length - 1 });
    });
  };
  const heading = (text: string) => {
    pdf.moveDown(0.9);
    say(text, 13);
    pdf.moveDown(0.2);
  };
  const fact = (name: string, value: string) => say(`${name}: ${value}`, 10);

  say(paper.organization.name, 10, QUIET);
  say(paper.organization.postalAddress, 10, QUIET);
  pdf.moveDown(1.5);
  say(title, 18);
  pdf.moveDown(0.6);
  if (introduction.trim() !== '') say(introduction);
  for (const { heading: name, texts } of sections) {
    heading(name);
    for (const text of texts) {
      say(text);
      pdf.moveDown(0.3);
    }
  }

  heading('Signature');
  fact('Person', paper.person);
  const strokes = signature.drawn === null ? null : strokesOf(signature.drawn);
  if (strokes !== null) draw(pdf, strokes);
  fact('Signed', signature.name);
  if (signature.authority !== null) {
    fact('Signed for the person by a representative, who may because', signature.authority);
  }
  fact('Date', signature.signedOn);

  heading('How it was signed');
  fact('Document', paper.documentId);
  fact('Signed at', paper.signedAt.toISOString());
  fact('Who it was', paper.identifiedBy);
  fact('From', paper.address ?? 'not known');
  fact('With', paper.browser ?? 'not known');
  fact('Version of the form', String(paper.formVersion));
  fact('SHA-256 of the text above, as it was shown', paper.textHash);
  pdf.end();
  return done;
}

function draw(pdf: PDFKit.PDFDocument, strokes: NonNullable<ReturnType<typeof strokesOf>>): void {
  const scale = SIGNATURE_WIDTH / DRAWING.width;
  const height = DRAWING.height * scale;
  if (pdf.y + height > pdf.page.height - pdf.page.margins.bottom) pdf.addPage();
  const { x, y } = pdf;
  pdf.save().translate(x, y).scale(scale).lineWidth(3).lineCap('round').strokeColor(INK);
  for (const [first, ...rest] of strokes) {
    if (first === undefined) continue;
    pdf.moveTo(...first);
    for (const point of rest.length > 0 ? rest : [first]) pdf.lineTo(...point);
  }
  pdf.stroke().restore();
  pdf.x = x;
  pdf.y = y + height;
}
