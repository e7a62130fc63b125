/** Controls, breaks of a line, and what turns the direction of writing (CVE-2021-42574) or has no width. */
const UNSEEN = '\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}';
/**
 * Of those what names are written with: what joins letters, what marks the direction of the sign beside
 * it alone, and the signs of Arabic and Syriac that stand above a number or a word.
 */
const WRITTEN = '[\\u200C-\\u200F\\u061C\\u0600-\\u0605\\u06DD\\u070F\\u0890\\u0891\\u08E2]';

/** A name: something that is seen, on one line, and nothing that is not seen. */
export const NAME = `^(?=.*[^\\s\\p{DI}])([^${UNSEEN}]|${WRITTEN})*$`;

const unseen = new RegExp(`(?!${WRITTEN})[${UNSEEN}]`, 'gu');

/** A name that another system tells, as one that somebody types here would be. */
export const plainName = (name: string): string => name.replace(unseen, ' ').trim().slice(0, 120);
