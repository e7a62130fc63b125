/** Plain text cut at its ends: `solid` is tidy, begins and ends with a sign, or is empty. */
export interface Cut {
  readonly lead: string;
  readonly solid: string;
  readonly trail: string;
}

/** Conditions leave blank lines behind: one stays, and no line ends with white space. */
export function tidy(text: string): string {
  return `${cutText(text).solid}\n`;
}

/** A text of nothing but white space is all `lead`. */
export function cutText(text: string): Cut {
  const end = text.trimEnd();
  const solid = end.trimStart();
  return {
    lead: end === '' ? text : end.slice(0, end.length - solid.length),
    // a part is tidied alone: what stands between two signs depends on nothing else
    solid: /[\r\n]/.test(solid) ? solid.replace(/\s+/g, tidyGap) : solid,
    trail: end === '' ? '' : text.slice(end.length),
  };
}

/** The white space between two signs, all of it: at most one blank line, then the indentation. */
export function tidyGap(gap: string): string {
  const lines = gap.split(/\r\n?|\n/);
  if (lines.length === 1) return gap;
  return `${lines.length > 2 ? '\n\n' : '\n'}${lines.at(-1)}`;
}
