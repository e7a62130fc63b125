import { createRequire } from 'node:module';
import { startingForm } from '@postern/core/authorizations';
import Pdf from 'pdfkit';
import { describe, expect, it } from 'vitest';
import { pdfText } from '../../../../tests/support/pdf-text.ts';
import { COVERAGE } from './font-coverage.ts';
import { signedPdf } from './signed-pdf.ts';

const CLINIC = { name: 'Elm Clinic', postalAddress: '1 Elm St, Portland, OR 97201' };
const FILLED = { organization: CLINIC.name, address: CLINIC.postalAddress };

const paper = (introduction: string) =>
  signedPdf({
    form: { ...startingForm('marketing', FILLED), introduction },
    formVersion: 1,
    organization: CLINIC,
    person: 'Jane Doe',
    signature: { name: 'Jane Doe', drawn: null, signedOn: '2027-03-02', authority: null },
    documentId: 'none',
    signedAt: new Date('2027-03-02T12:00:00Z'),
    ...{ address: null, browser: null, identifiedBy: 'seen by staff', textHash: '0' },
  });

const codePoints = (ranges: string) =>
  ranges.split(' ').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map((end) => Number.parseInt(end, 16));
    return Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at));
  });

describe('the file of what was signed', () => {
  it.each(COVERAGE)('can be set with every sign that %s is said to draw', (font, ranges) => {
    const files = createRequire(import.meta.url);
    const pdf = new Pdf().font(
      files.resolve(`@fontsource/source-sans-3/files/source-sans-3-${font}-400-normal.woff`),
    );
    for (const sign of codePoints(ranges))
      expect(pdf.widthOfString(sign)).toBeGreaterThanOrEqual(0);
  });

  it('has the spaces of no width and of little by their names, since the fonts cannot set them', async () => {
    const { text } = await pdfText(await paper('5\u2009mg of a\u200bword'));
    expect(text).toContain('5[U+2009]mg of a[U+200B]word');
  });
});
