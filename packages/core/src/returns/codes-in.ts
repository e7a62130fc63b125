/** The SMTP codes of a diagnosis, and where in its text they stand. */
export interface Codes {
  readonly code: number | null;
  readonly enhanced: string | null;
  readonly at: number;
}

const ENHANCED = String.raw`([45]\.\d{1,3}\.\d{1,3})(?![\d.])`;

/** From the surest to the vaguest: a bare number may be a year, a line, a port. */
const FORMS: readonly RegExp[] = [
  new RegExp(String.raw`(?<![\d.])([45]\d\d)[- ]{1,3}[#(]{0,2}${ENHANCED}`),
  new RegExp(
    String.raw`(?:said|responded|response|replied|error|smtp|was|returned|<<<|>)[:;,]? {0,3}(?:error )?['"(#<]{0,2}([45]\d\d)(?![\d.])(?:[- ]{1,3}${ENHANCED})?`,
    'i',
  ),
  /(?:^|\n)[ \t]{0,8}([45]\d\d)[- ](?!\d)/,
  new RegExp(String.raw`[#(] ?(?:smtp )?()${ENHANCED}`, 'i'),
  new RegExp(String.raw`(?<![\d.])()${ENHANCED}`),
];

/** Finds the first of the surest form; null when the text holds none. */
export function codesIn(text: string): Codes | null {
  const read = text.slice(0, 8000);
  for (const form of FORMS) {
    const found = form.exec(read);
    if (found === null) continue;
    const [, code = '', enhanced = null] = found;
    return { code: code === '' ? null : Number(code), enhanced, at: found.index };
  }
  return null;
}
