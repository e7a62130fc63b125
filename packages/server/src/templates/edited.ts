export interface Edit {
  readonly begin: number;
  readonly end: number;
  readonly text: string;
}

/** `text` with the ranges replaced; ranges do not overlap. */
export function edited(text: string, edits: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const edit of edits.toSorted((a, b) => a.begin - b.begin)) {
    out += text.slice(at, edit.begin) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}
