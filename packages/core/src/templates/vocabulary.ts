/**
 * All that a template can say. Anything that reads files, runs without a bound or writes unescaped
 * is left out; the list grows only when a message needs more.
 */

/** Addresses of the message's own; each belongs in an href (in text: anywhere). */
const OWN_URLS = ['unsubscribe_url', 'preferences_url'] as const;
export type OwnUrl = (typeof OWN_URLS)[number];

/** Fields that hold no patient data. */
export const BUILT_IN_FIELDS = ['organization_name', 'organization_address', ...OWN_URLS] as const;

export const isOwnUrl = (key: string): key is OwnUrl => OWN_URLS.some((one) => one === key);

/** Opening tags, with what closes them. */
export const BLOCKS: Readonly<Record<string, string>> = {
  if: 'endif',
  unless: 'endunless',
  case: 'endcase',
  for: 'endfor',
  comment: 'endcomment',
};

/** Tags inside a block, with the blocks that they belong to. */
export const BRANCHES: Readonly<Record<string, readonly string[]>> = {
  else: ['if', 'unless', 'case', 'for'],
  elsif: ['if', 'unless'],
  when: ['case'],
};

/** Filters, with the least and the most arguments that each takes. */
export const FILTERS: Readonly<Record<string, readonly [number, number]>> = {
  default: [1, 1],
  date: [0, 1],
  upcase: [0, 0],
  downcase: [0, 0],
  capitalize: [0, 0],
  strip: [0, 0],
  truncate: [1, 2],
  append: [1, 1],
  prepend: [1, 1],
  join: [0, 1],
  first: [0, 0],
  last: [0, 0],
  size: [0, 0],
  sort: [0, 0],
  uniq: [0, 0],
  reverse: [0, 0],
  plus: [1, 1],
  minus: [1, 1],
  times: [1, 1],
  round: [0, 1],
};

/** What may follow the name of a list, and of `forloop`. */
export const LIST_PARTS: readonly string[] = ['size', 'first', 'last'];
export const LOOP_PARTS: readonly string[] = [
  'index',
  'index0',
  'rindex',
  'rindex0',
  'first',
  'last',
  'length',
];

/** Words that are values, not fields. */
export const LITERALS: readonly string[] = ['true', 'false', 'nil', 'null', 'empty', 'blank'];

/** Names that rendering fills in itself; no attribute key has a capital letter. */
export const OWN = {
  link: (place: number) => `Link${place}`,
  openUrl: 'OpenUrl',
  preheader: 'Preheader',
  commercial: 'Commercial',
} as const;

/** The known word nearest to a mistyped one; null when none is near. */
export function nearest(word: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const one of known) {
    if (Math.abs(one.length - word.length) >= least) continue;
    const far = distance(word.toLowerCase(), one);
    if (far < least) {
      least = far;
      best = one;
    }
  }
  return best;
}

/** Edit distance (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
