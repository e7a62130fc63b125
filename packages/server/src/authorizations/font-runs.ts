import { COVERAGE } from './font-coverage.ts';

/** A stretch of text that one font draws. */
export interface FontRun {
  readonly font: string;
  readonly text: string;
}

const FONTS = COVERAGE.map(([font, points]) => ({
  font,
  points: new Set(
    points.split(' ').flatMap((range) => {
      const [first = 0, last = first] = range.split('-').map((end) => Number.parseInt(end, 16));
      return Array.from({ length: last - first + 1 }, (_, place) => first + place);
    }),
  ),
}));
export const FONT_NAMES = FONTS.map(({ font }) => font);

/**
 * The text in stretches of one font each. A sign that no font of ours draws (Chinese, Arabic, a
 * pictograph) stands as its code point, "[U+4E2D]": nothing that was signed is left out or guessed.
 */
export function fontRuns(text: string): readonly FontRun[] {
  const runs: { font: string; text: string }[] = [];
  const put = (font: string, piece: string) => {
    const last = runs.at(-1);
    if (last?.font === font) last.text += piece;
    else runs.push({ font, text: piece });
  };
  for (const sign of text.normalize('NFC')) {
    const point = sign.codePointAt(0) ?? 0;
    const current = runs.at(-1)?.font ?? 'latin';
    const drawn = FONTS.filter(({ points }) => sign === '\n' || points.has(point));
    const font = drawn.find((one) => one.font === current) ?? drawn[0];
    if (font) put(font.font, sign);
    else put('latin', `[U+${point.toString(16).toUpperCase().padStart(4, '0')}]`);
  }
  return runs;
}
