import { type AuthorizationForm, type FormPlace, textsOf } from '@postern/core/authorizations';
import { fleschKincaid } from 'flesch-kincaid';
import { syllable } from 'syllable';

/** Above this grade many adults do not follow a text; plain language is 45 CFR 164.508(c)(3). */
export const PLAIN_GRADE = 8;

/** Names are no sentences, and would make the rest look easier. */
const NAMES = new Set<FormPlace>(['discloser', 'testimonial.channels', 'testimonial.platforms']);

/**
 * The school grade that reading the form takes, by Flesch and Kincaid, to one decimal; null where it
 * is not measured: the measure was made for English, and says nothing of an empty text.
 */
export function readingGrade(form: AuthorizationForm): number | null {
  if (!/^en(-|$)/iu.test(form.language)) return null;
  const text = textsOf(form)
    .filter(([place]) => !NAMES.has(place))
    .map(([, said]) => said.trim())
    .filter((said) => said !== '')
    .join('.\n');
  const words = text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];
  if (words.length === 0) return null;
  const sentences = text.split(/[.!?]+(?:\s|$)|\n/u).filter((one) => /[\p{L}\p{N}]/u.test(one));
  const grade = fleschKincaid({
    sentence: sentences.length,
    word: words.length,
    syllable: words.reduce((sum, word) => sum + syllable(word), 0),
  });
  return Math.max(0, Math.round(grade * 10) / 10);
}
