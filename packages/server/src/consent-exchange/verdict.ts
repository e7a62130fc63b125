import type { CellFault } from '@postern/core/consent-exchange';

/** What became of one row. */
export type Verdict =
  | { readonly kind: 'valid' }
  /** On file it is, but it allows nothing, and why: sentences about the document. */
  | { readonly kind: 'no_effect'; readonly reasons: readonly string[] }
  /** It was on file already, or stood earlier in the file. */
  | { readonly kind: 'known' }
  | {
      readonly kind: 'rejected';
      readonly faults: readonly CellFault[];
      /** What is wrong with the row as a whole, where it could not be taken apart: sentences. */
      readonly reasons?: readonly string[];
    };

export const rejected = (column: string, found: string, expected: string): Verdict => ({
  kind: 'rejected',
  faults: [{ column, found, expected }],
});
