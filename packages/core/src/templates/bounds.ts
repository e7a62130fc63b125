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

/** MJML takes about a fifth of a millisecond for each of its elements. */
const MOST_ELEMENTS = 2_000;
/** Rules times elements: each rule is tried on each element. */
const MOST_TRIALS = 200_000;

/** What would keep MJML busy for more than a moment: its elements, and styles put into each. */
export function tooMany(tags: readonly MarkupTag[]): Fault | null {
  const own = tags.filter(({ name, closing }) => name.startsWith('mj-') && !closing);
  const next = own[MOST_ELEMENTS];
  if (next) {
    const sentence = `A template has at most ${MOST_ELEMENTS} MJML elements; here is one more.`;
    return { offset: next.begin, sentence };
  }
  const inlined = own.filter(({ attributes }) => attributes.some(({ name }) => name === 'inline'));
  const rules = inlined.reduce((sum, { content }) => sum + rulesIn(content ?? ''), 0);
  const [first] = inlined;
  if (first === undefined || rules * tags.length <= MOST_TRIALS) return null;
  const sentence =
    'Too many rules for so many elements: take inline="inline" out, or write fewer rules.';
  return { offset: first.begin, sentence };
}

/** Selectors, in fact: each has a comma or a brace after it. */
const rulesIn = (style: string) => style.match(/[{,]/g)?.length ?? 0;
