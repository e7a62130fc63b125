import {
  type AttributeDefinition,
  ancestorForms,
  comparableForm,
  compareSensitivity,
  isCodeOf,
} from '../values/index.ts';
import { inlined } from './inlined.ts';
import { type Known, NOTHING_KNOWN } from './known.ts';
import { DRUG_WORDS, ILLNESS_WORDS, type RevealingWord } from './revealing-words.ts';
import { leavesOf } from './touched.ts';
import type { Condition, SegmentTree } from './tree.ts';

/** What in a segment's name tells of an illness. */
export interface Revealed {
  /** As it stands in the name. */
  readonly word: string;
  readonly because: 'illness' | 'drug' | 'code' | 'value';
}

/**
 * What in the name of a segment would tell those who read it what its people have: the first word of
 * an illness or a drug, code of ICD-10-CM, or value that the segment itself asks for in an attribute
 * of the class `diagnosis` or above. Null when nothing does, as far as the words are known: a name
 * that only its makers understand is beyond it. Case, accents, hyphens and words written together
 * do not matter.
 */
export function revealingName(
  name: string,
  tree: SegmentTree,
  definitions: readonly AttributeDefinition[],
  segments: Known['segments'] = NOTHING_KNOWN.segments,
): Revealed | null {
  const words = wordsIn(name);
  for (const [place, { written }] of words.entries()) {
    const found = (list: readonly RevealingWord[]) =>
      list.map((one) => spanOf(words, place, one)).find((span) => span !== null);
    const illness = found(ILLNESS_WORDS);
    if (illness) return { word: illness, because: 'illness' };
    const drug = found(DRUG_WORDS);
    if (drug) return { word: drug, because: 'drug' };
    if (isCodeOf('icd-10-cm', written)) return { word: written, because: 'code' };
  }
  const values = leavesOf(inlined(tree, segments)).flatMap((leaf) =>
    'attribute' in leaf ? tellingValues(leaf, definitions) : [],
  );
  for (const value of values) {
    const wanted = { words: wordsIn(value).map(({ plain }) => plain), open: false };
    if (wanted.words.length === 0) continue;
    for (const place of words.keys()) {
      const word = spanOf(words, place, wanted);
      if (word !== null) return { word, because: 'value' };
    }
  }
  return null;
}

/** What those see in place of a segment's name who may not know what its people have. */
export const neutralLabel = ({ number }: { readonly number: number }): string =>
  `Segment ${number}`;

interface Word {
  readonly written: string;
  /** Small, without accents. */
  readonly plain: string;
}

/** Words end where letters and digits do, and where a capital follows a small letter. */
function wordsIn(text: string): readonly Word[] {
  const apart = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
  return [...apart.matchAll(/[\p{L}\p{N}\p{M}]+(?:\.[\p{L}\p{N}]+)*/gu)].map(([written]) => ({
    written,
    plain: written.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(),
  }));
}

/** The words of the name that are the wanted ones from this place on. */
function spanOf(
  words: readonly Word[],
  place: number,
  { words: wanted, open }: RevealingWord,
): string | null {
  const span = words.slice(place, place + wanted.length);
  const fits = wanted.every((want, at) => {
    const plain = span[at]?.plain;
    if (plain === undefined) return false;
    return plain === want || plain === `${want}s` || (open && plain.startsWith(want));
  });
  return fits ? span.map(({ written }) => written).join(' ') : null;
}

/** The values that a condition asks for, where they tell of an illness; codes in all their forms. */
function tellingValues(
  condition: Condition,
  definitions: readonly AttributeDefinition[],
): readonly string[] {
  const definition = definitions.find(({ key }) => key === condition.attribute);
  if (!definition || compareSensitivity(definition.sensitivity, 'diagnosis') < 0) return [];
  return valuesOf(condition).flatMap((value) => {
    if (definition.system === null) return [value];
    const forms = [comparableForm(definition, value), ...ancestorForms(definition, value)];
    return forms.flatMap((form) => [form, form.replace('.', '')]);
  });
}

function valuesOf(condition: Condition): readonly string[] {
  switch (condition.op) {
    case 'equals':
      return typeof condition.value === 'string' ? [condition.value] : [];
    case 'underCode':
      return [condition.code];
    case 'oneOf':
    case 'anyOf':
    case 'allOf':
    case 'noneOf':
    case 'atLeast':
      return condition.values ?? [];
    default:
      return [];
  }
}
