import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** What another program reads in a PDF: its title, and its text with one space for all white space. */
export async function pdfText(content: Uint8Array): Promise<{ title: string; text: string }> {
  const task = getDocument({ data: new Uint8Array(content), verbosity: 0 });
  const pdf = await task.promise;
  const lines: string[] = [];
  for (let number = 1; number <= pdf.numPages; number++) {
    const { items } = await (await pdf.getPage(number)).getTextContent();
    lines.push(
      ...items.map((item) => ('str' in item ? item.str + (item.hasEOL ? ' ' : '') : '')),
      ' ',
    );
  }
  const { info } = await pdf.getMetadata();
  await task.destroy();
  const title = 'Title' in info && typeof info.Title === 'string' ? info.Title : '';
  return { title, text: flat(lines.join('')) };
}

export const flat = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();
