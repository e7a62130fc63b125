import type { MarkupTag } from './markup.ts';
import type { Fault } from './position.ts';

/** HTML elements that have no end: WHATWG HTML 13.1.2. */
const VOID = new Set(['br', 'hr', 'meta', 'col', 'wbr', 'img']);
/** What an element ends by its beginning: WHATWG HTML 13.1.2.4. */
const ENDS: Readonly<Record<string, readonly string[]>> = {
  p: ['p'],
  li: ['li'],
  td: ['td', 'th'],
  th: ['td', 'th'],
  tr: ['td', 'th', 'tr'],
  dt: ['dt', 'dd'],
  dd: ['dt', 'dd'],
};

/**
 * The element with which elements begin to stand deeper than `most`, as a parser of HTML sees them
 * that forgives what is not closed. Such parsers work by recursion and fail at some thousands.
 */
export function tooDeep(tags: readonly MarkupTag[], most: number): Fault | null {
  const open: string[] = [];
  for (const { name, closing, selfClosing, begin } of tags) {
    if (closing) {
      const opened = open.lastIndexOf(name);
      if (opened >= 0) open.length = opened;
      continue;
    }
    // in HTML a slash ends nothing: <b/> stays open
    if (VOID.has(name) || (selfClosing && /^mj-|:/.test(name))) continue;
    const ended = Object.hasOwn(ENDS, name) ? ENDS[name] : undefined;
    while (ended?.includes(open.at(-1) ?? '')) open.pop();
    if (open.length === most) {
      return { offset: begin, sentence: `Elements stand at most ${most} deep.` };
    }
    open.push(name);
  }
  return null;
}

/** MJML takes up to half a millisecond for each of its elements. */
const MOST_ELEMENTS = 1_000;
/** Rules times elements: each rule is tried on each element. */
const MOST_TRIALS = 200_000;
/** UTF-16 units: MJML copies the defaults into each element, and once more for each class named. */
const MOST_COPIED = 2_000_000;

const MOST_LINKS = 1_000;

/** The first link too many of a part; each becomes a field of ours. */
export function tooManyLinks(links: readonly { readonly begin: number }[]): Fault[] {
  const next = links[MOST_LINKS];
  if (next === undefined) return [];
  const sentence = `A part has at most ${MOST_LINKS} links; here is one more.`;
  return [{ offset: next.begin, sentence }];
}

/** What would keep MJML busy for more than a moment: its elements, and what is put into each. */
export function tooMany(tags: readonly MarkupTag[]): Fault | null {
  const own = tags.filter(({ name, closing }) => name.startsWith('mj-') && !closing);
  const next = own[MOST_ELEMENTS];
  if (next) {
    const sentence = `A template has at most ${MOST_ELEMENTS} MJML elements; here is one more.`;
    return { offset: next.begin, sentence };
  }
  const defaults = own.filter(isDefault(tags));
  const copies = own.reduce((sum, tag) => sum + 1 + classesOf(tag), 0);
  if (defaults[0] && lengthOf(defaults) * copies > MOST_COPIED) {
    const sentence =
      'The defaults in <mj-attributes> are too long for so many elements: write less of either.';
    return { offset: defaults[0].begin, sentence };
  }
  const inlined = own.filter(({ attributes }) => attributes.some(({ name }) => name === 'inline'));
  const styles = inlined.map(({ content }) => content ?? '').join('');
  const [first] = inlined;
  const isShort = styles.length * tags.length <= MOST_COPIED;
  if (first === undefined || (isShort && rulesIn(styles) * tags.length <= MOST_TRIALS)) return null;
  const sentence =
    'Too many rules for so many elements: take inline="inline" out, or write fewer rules.';
  return { offset: first.begin, sentence };
}

/** Whether an element stands in an mj-attributes, where it names the defaults of others. */
function isDefault(tags: readonly MarkupTag[]): (tag: MarkupTag) => boolean {
  const places = tags.filter(({ name }) => name === 'mj-attributes');
  const first = places[0]?.begin ?? Number.POSITIVE_INFINITY;
  const last = places.at(-1)?.begin ?? 0;
  return ({ begin }) => begin > first && begin < last;
}

const lengthOf = (tags: readonly MarkupTag[]) =>
  tags.reduce((sum, { begin, end }) => sum + end - begin, 0);

const classesOf = ({ attributes }: MarkupTag) =>
  attributes
    .filter(({ name }) => name === 'mj-class')
    .reduce((sum, { value }) => sum + value.split(/\s+/).length, 0);

/** Selectors, in fact: each has a comma or a brace after it. */
const rulesIn = (style: string) => style.match(/[{,]/g)?.length ?? 0;
