import { type Address, readAddress } from './address.ts';
import { tooDeep, tooMany, tooManyLinks } from './bounds.ts';
import { type Attribute, type Markup, type MarkupTag, readMarkup } from './markup.ts';
import type { Fault } from './position.ts';
import type { LiquidToken } from './tokens.ts';

/** An address of a link, where its attribute's value stands. */
export interface Link {
  readonly address: Address;
  readonly begin: number;
  readonly end: number;
}

export interface MarkupCheck {
  readonly markup: Markup;
  readonly links: readonly Link[];
  readonly faults: readonly Fault[];
}

/**
 * `mjml`: what an author wrote. `html`: what MJML made of it, the second wall: whatever the first
 * one overlooked must not become a request to another server or a script in somebody's mail.
 */
export type Dialect = 'mjml' | 'html';

/** What MJML makes of an element is some tables deep. */
const DEEPEST: Readonly<Record<Dialect, number>> = { mjml: 100, html: 250 };

const HTML = new Set(
  (
    'a abbr b big blockquote body br caption center cite code col colgroup dd del div dl dt em font ' +
    'h1 h2 h3 h4 h5 h6 head hr html i ins li mark meta ol p pre q s small span strike strong style ' +
    'sub sup table tbody td tfoot th thead title tr tt u ul wbr'
  ).split(' '),
);
/** What MJML writes for Outlook. */
const OFFICE = /^(?:noscript|xml|[ovw]:[a-z]+)$/;
const PICTURES =
  /^(?:img|picture|source|video|audio|image|mj-image|mj-carousel.*|mj-social.*|mj-accordion.*|mj-navbar.*)$/;
const LOADING =
  /^(?:src|srcset|background|poster|data|action|formaction|ping|longdesc|lowsrc|dynsrc|usemap|cite|manifest|(?:.*-)?(?:url|src))$/;
const READ_ALOUD = new Set(['alt', 'title', 'aria-label']);
const STYLE_LOADS =
  /url\s*\(|@import|image(?:-set)?\s*\(|src\s*\(|@font-face|expression\s*\(|behavior\s*:|\\/i;

const NO_PICTURES =
  'Pictures from other servers tell their owner who reads the mail, so they are not sent; take it out.';

/** Checks every tag, attribute, style and link of `text`; `tokens` are the Liquid in it. */
export function checkMarkup(
  text: string,
  tokens: readonly LiquidToken[],
  dialect: Dialect,
): MarkupCheck {
  const plain = blank(text, tokens);
  const markup = readMarkup(plain);
  const links: Link[] = [];
  const faults: Fault[] = [];
  const fault = (offset: number, sentence: string) => void faults.push({ offset, sentence });
  if (markup.unclosed !== null)
    fault(markup.unclosed, 'From here on a tag or a quote is not closed.');
  const bounds = [tooDeep(markup.tags, DEEPEST[dialect])];
  if (dialect === 'mjml') bounds.push(tooMany(markup.tags));
  faults.push(...bounds.filter((one) => one !== null));
  if (dialect === 'mjml') {
    for (const { begin, conditional } of markup.comments) {
      if (conditional)
        fault(begin, 'MJML itself writes what Outlook needs: take this comment out.');
    }
  }
  const within = tokensWithin(tokens);
  for (const tag of markup.tags) {
    const problem = problemOfElement(tag, dialect);
    if (problem !== null) fault(tag.begin, problem);
    if (tag.content !== null) {
      const loads = STYLE_LOADS.exec(tag.content);
      if (loads) fault(tag.end + loads.index, styleLoads(loads[0]));
    }
    const inTag = within(tag.begin, tag.end);
    const inStyle = within(tag.end, tag.end + (tag.content?.length ?? 0))[0];
    if (inStyle) fault(inStyle.begin, 'A style cannot hold a field or a condition.');
    for (const attribute of problem === null ? tag.attributes : []) {
      const end = attribute.valueAt + attribute.value.length;
      const held = inTag.filter((one) => one.begin >= attribute.valueAt && one.end <= end);
      const raw = text.slice(attribute.valueAt, end);
      if (attribute.name === 'href' && isAnchor(tag)) {
        const read = readAddress(raw, held.length > 0);
        if ('sentence' in read) fault(attribute.valueAt + read.at, read.sentence);
        else links.push({ address: read, begin: attribute.valueAt, end });
        if (!attribute.quoted)
          fault(attribute.valueAt, 'An address stands in quotes: href="https://…".');
        continue;
      }
      const wrong = problemOfAttribute(tag, attribute, held);
      if (wrong !== null) fault(wrong.offset, wrong.sentence);
    }
    const placed = inTag.filter((one) =>
      tag.attributes.some((a) => one.begin >= a.valueAt && one.end <= a.valueAt + a.value.length),
    );
    for (const token of inTag) {
      if (placed.includes(token)) continue;
      fault(
        token.begin,
        'A field or condition cannot stand in a tag: put it round the whole element.',
      );
    }
  }
  if (dialect === 'mjml' && markup.unclosed === null) faults.push(...unbalanced(markup.tags));
  faults.push(...tooManyLinks(links));
  return { markup, links, faults };
}

/** Liquid may hold angle brackets and quotes: it is blanked, and every offset stays. */
export function blank(text: string, tokens: readonly LiquidToken[]): string {
  let plain = '';
  let at = 0;
  for (const { begin, end } of tokens) {
    plain += text.slice(at, begin) + '\u0001'.repeat(end - begin);
    at = end;
  }
  return plain + text.slice(at);
}

/** The tokens between two offsets; asked in ascending order, so that a long source stays linear. */
function tokensWithin(tokens: readonly LiquidToken[]) {
  let next = 0;
  return (begin: number, end: number): LiquidToken[] => {
    const found: LiquidToken[] = [];
    for (; next < tokens.length; next++) {
      const token = tokens[next];
      if (token === undefined || token.begin >= end) break;
      if (token.begin >= begin) found.push(token);
    }
    return found;
  };
}

const isAnchor = ({ name }: MarkupTag) => name !== 'link' && name !== 'base';

function problemOfElement(
  { name, closing, attributes }: MarkupTag,
  dialect: Dialect,
): string | null {
  if (closing) return null;
  if (PICTURES.test(name)) return NO_PICTURES;
  if (name === 'mj-include') return 'A template cannot include files: paste the part in here.';
  if (name === 'mj-font')
    return 'Fonts from other servers are not loaded: name a system font instead.';
  if (name === 'mj-preview') return 'The preheader has a field of its own: take mj-preview out.';
  if (name === 'mj-html-attributes') return 'Write attributes on the element itself.';
  if (name === 'meta') {
    const equivalent = attributes.find((one) => one.name === 'http-equiv')?.value.toLowerCase();
    const known = [undefined, 'x-ua-compatible', 'content-type'];
    return known.includes(equivalent) ? null : 'This meta element is not allowed in mail.';
  }
  if (HTML.has(name)) return null;
  if (dialect === 'mjml' && (name === 'mjml' || name.startsWith('mj-'))) return null;
  if (dialect === 'html' && OFFICE.test(name)) return null;
  return `The element <${name}> is not allowed in mail: mail programs drop it, or it can do harm.`;
}

function problemOfAttribute(
  tag: MarkupTag,
  { name, value, nameAt, valueAt, quoted }: Attribute,
  held: readonly LiquidToken[],
): Fault | null {
  const at = (sentence: string, offset = nameAt) => ({ offset, sentence });
  if (name.startsWith('on')) return at(`The attribute ${name} runs a script, which no mail may.`);
  if (LOADING.test(name)) {
    return held[0]
      ? at('Patient data must never be in an address, and pictures are not loaded.', held[0].begin)
      : at(NO_PICTURES);
  }
  if (held[0] !== undefined) {
    const fits = READ_ALOUD.has(name) && quoted && held.every((one) => one.kind === 'output');
    if (!fits)
      return at(`A field cannot stand in the attribute ${name}; only in text.`, held[0].begin);
  }
  if (/[<>]/.test(value)) return at(`Write &lt; and &gt; in the attribute ${name}.`, valueAt);
  if (name === 'style' || (tag.name.startsWith('mj-') && !READ_ALOUD.has(name))) {
    const loads = STYLE_LOADS.exec(value);
    if (loads) return at(styleLoads(loads[0]), valueAt + loads.index);
  }
  const unreadable = name === 'style' && /&(?!quot;|apos;|amp;|#39;)/.test(value);
  return unreadable ? at('A style is written without “&”.', valueAt) : null;
}

const styleLoads = (found: string) =>
  found === '\\'
    ? 'A style is written without “\\”.'
    : `A style cannot load anything from elsewhere (“${found.trim()}”): mail would tell who reads it.`;

/** HTML forgives what is not closed; MJML drops it silently. */
function unbalanced(tags: readonly MarkupTag[]): Fault[] {
  const open: MarkupTag[] = [];
  const faults: Fault[] = [];
  for (const tag of tags) {
    if (!/^mj/.test(tag.name) || tag.selfClosing || tag.content !== null) continue;
    if (!tag.closing) {
      open.push(tag);
      continue;
    }
    // the end of a style, whose content is not read as tags
    if (tag.name === 'mj-style') continue;
    const inner = open.at(-1);
    if (inner?.name === tag.name) open.pop();
    else {
      const expected = inner ? `: expected </${inner.name}> first` : ': it was never opened';
      faults.push({
        offset: tag.begin,
        sentence: `</${tag.name}> closes nothing here${expected}.`,
      });
      return faults;
    }
  }
  const last = open.at(-1);
  if (last) faults.push({ offset: last.begin, sentence: `<${last.name}> is never closed.` });
  return faults;
}
