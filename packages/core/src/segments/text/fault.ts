/** Where a text stops making sense; line and column from 1. */
export interface TextProblem {
  readonly line: number;
  readonly column: number;
  /** What stands there; '' at the end. */
  readonly found: string;
  readonly expected: string;
  readonly sentence: string;
}

const MAX_SHOWN = 40;

/** Thrown and caught within the parser alone. */
export class Fault extends Error {
  readonly problem: TextProblem;

  constructor(
    { line, column }: { readonly line: number; readonly column: number },
    found: string,
    expected: string,
  ) {
    const shown = Array.from(found).slice(0, MAX_SHOWN).join('');
    const what = found === '' ? 'the text ends here' : `found “${shown}”`;
    const sentence = `Line ${line}, column ${column}: ${what}, expected ${expected}.`;
    super(sentence);
    this.problem = { line, column, found: shown, expected, sentence };
  }
}
