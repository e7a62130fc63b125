import { type Markup, type MarkupTag, readMarkup, resolveReferences } from './markup.ts';

export interface Looked {
  readonly subject: string;
  readonly mjml: string;
  /** Of the compiled HTML; null while it does not compile. */
  readonly htmlBytes: number | null;
}

/** From here on a large provider cuts a message off, unsubscribe link and all. */
const CLIPPED_BYTES = 102 * 1024;
const FEW_WORDS = 12;
const SHORTENERS = new Set(
  'bit.ly tinyurl.com goo.gl t.co ow.ly is.gd buff.ly rebrand.ly cutt.ly rb.gy t.ly tiny.cc'.split(
    ' ',
  ),
);
const HEAD = 'mj-head';
const LINKS = new Set(['a', 'mj-button']);
const IMAGES = new Set(['img', 'mj-image', 'mj-hero', 'mj-carousel-image']);

/**
 * What makes a message look like spam to filters and readers, a sentence each with its reason. These
 * are warnings: nothing here keeps a template from being saved.
 */
export function spamLikeness({ subject, mjml, htmlBytes }: Looked): readonly string[] {
  const markup = readMarkup(mjml);
  const { text, links } = readingOf(mjml, markup);
  const words = text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const hasImage = markup.tags.some(({ name }) => IMAGES.has(name));
  return [
    isShouted(subject) &&
      'The subject is all in capitals, as in much spam. Write it as a sentence.',
    isExcited(subject, text) && 'There are many exclamation marks. One at most reads calmer.',
    hasImage && words < FEW_WORDS
      ? 'The message is almost an image alone: filters cannot read it, and many people see no images. Say it in text too.'
      : words < 3 && 'There is hardly any text. Filters distrust an empty message.',
    htmlBytes !== null && htmlBytes > CLIPPED_BYTES
      ? `The message is ${Math.ceil(htmlBytes / 1024)} KB long. Large providers cut it off at 102 KB, and the unsubscribe link with it.`
      : false,
    // the same link twice is one warning
    ...new Set(links.flatMap(sentencesOf)),
  ].filter((sentence) => typeof sentence === 'string');
}

function isShouted(subject: string): boolean {
  const own = subject.replace(/\{[{%][^{}]*[%}]\}/g, '');
  return own === own.toUpperCase() && (own.match(/\p{Lu}/gu)?.length ?? 0) >= 6;
}

const isExcited = (subject: string, text: string) =>
  /!.*!/s.test(subject) || text.includes('!!') || text.split('!').length > 5;

interface Link {
  readonly host: string;
  readonly text: string;
}

/** What is read (between the tags, without head, styles and comments), and each link with its text. */
function readingOf(mjml: string, { tags, comments }: Markup) {
  const marks = [...tags, ...comments].toSorted((a, b) => a.begin - b.begin);
  const pieces: string[] = [];
  const links: Link[] = [];
  let at = 0;
  let inHead = false;
  let open: { readonly tag: MarkupTag; readonly from: number } | null = null;
  for (const mark of marks) {
    if (!inHead && mark.begin > at) pieces.push(resolved(mjml.slice(at, mark.begin)));
    at = Math.max(at, mark.end);
    if (!('name' in mark)) continue;
    if (mark.name === HEAD) inHead = !mark.closing && !mark.selfClosing;
    if (mark.content !== null) at = Math.max(at, mark.end + mark.content.length);
    if (!LINKS.has(mark.name)) continue;
    if (!mark.closing) {
      open = { tag: mark, from: pieces.length };
    } else if (open?.tag.name === mark.name) {
      const host = hostOf(open.tag);
      if (host !== null) links.push({ host, text: pieces.slice(open.from).join('').trim() });
      open = null;
    }
  }
  return { text: pieces.join(' '), links };
}

const resolved = (text: string) => resolveReferences(text) ?? text;

function hostOf({ attributes }: MarkupTag): string | null {
  const href = attributes.find(({ name }) => name === 'href')?.value ?? '';
  return /^https?:\/\/([^/?#:{}]+)/i.exec(resolved(href))?.[1]?.toLowerCase() ?? null;
}

function sentencesOf({ host, text }: Link): string[] {
  const shown = /^(?:https?:\/\/)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/?#:]\S*)?$/i.exec(text)?.[1];
  const sentences: string[] = [];
  if (shown !== undefined && !related(shown.toLowerCase(), host)) {
    sentences.push(
      `A link shows ${shown.toLowerCase()} and leads to ${host}: that is how phishing looks. Show where it leads, or words.`,
    );
  }
  if (SHORTENERS.has(host)) {
    sentences.push(
      `A link goes by ${host}, which hides where it leads. Filters block it, and somebody else counts the clicks.`,
    );
  }
  return sentences;
}

const related = (one: string, other: string) =>
  one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
