/**
 * The form in which texts are compared: Unicode NFC, trimmed, inner white space folded to one
 * space, lower case. Two texts are equal to a segment when their forms are. NFC comes last as well,
 * since lower case can compose anew (J with caron has no composed form, j with caron does).
 */
export function normaliseText(text: string): string {
  if (isSimpleText(text)) return text.toLowerCase();
  return text.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase().normalize('NFC');
}

/** Whether it is words of printable ASCII with one space between them: normal in each of these ways. */
export const isSimpleText = (text: string): boolean => /^[!-~]+(?: [!-~]+)*$/.test(text);
