/** Reads HTML and MJML just well enough to see every element, attribute and style, with offsets. */

export interface Attribute {
  /** Lower case. */
  readonly name: string;
  /** As written: character references are not resolved. */
  readonly value: string;
  readonly nameAt: number;
  readonly valueAt: number;
  readonly quoted: boolean;
}

export interface MarkupTag {
  /** Lower case. */
  readonly name: string;
  readonly closing: boolean;
  readonly selfClosing: boolean;
  readonly begin: number;
  readonly end: number;
  readonly attributes: readonly Attribute[];
  /** Of `style` and `mj-style`: what is in it. */
  readonly content: string | null;
}

export interface Comment {
  readonly begin: number;
  readonly end: number;
  readonly conditional: boolean;
}

export interface Markup {
  readonly tags: readonly MarkupTag[];
  readonly comments: readonly Comment[];
  /** Where a tag, an attribute or a comment begins that does not end. */
  readonly unclosed: number | null;
}

const STYLES = ['style', 'mj-style'];
const SPACE = /\s/;

/**
 * What stands in a conditional comment is read as markup too, since Outlook shows it. An HTML 5
 * parser (WHATWG HTML 13.2.5) sees the same tags as long as no attribute holds an angle bracket,
 * which the check refuses.
 */
export function readMarkup(text: string): Markup {
  const tags: MarkupTag[] = [];
  const comments: Comment[] = [];
  let at = text.indexOf('<');
  while (at >= 0) {
    if (text.startsWith('<!--', at)) {
      const comment = readComment(text, at);
      if (comment === null) return { tags, comments, unclosed: at };
      comments.push(comment);
      at = text.indexOf('<', comment.end);
      continue;
    }
    if (text[at + 1] === '!' || text[at + 1] === '?') {
      const end = text.indexOf('>', at);
      if (end < 0) return { tags, comments, unclosed: at };
      at = text.indexOf('<', end);
      continue;
    }
    if (!/[a-z]/i.test(text[at + (text[at + 1] === '/' ? 2 : 1)] ?? '')) {
      at = text.indexOf('<', at + 1);
      continue;
    }
    const tag = readTag(text, at);
    if (tag === null) return { tags, comments, unclosed: at };
    tags.push(tag);
    at = text.indexOf('<', tag.end + (tag.content?.length ?? 0));
  }
  return { tags, comments, unclosed: null };
}

function readComment(text: string, begin: number): Comment | null {
  const empty = /^<!---?>/.exec(text.slice(begin, begin + 6));
  if (empty) return { begin, end: begin + empty[0].length, conditional: false };
  if (/^<!--\[if/i.test(text.slice(begin, begin + 7))) {
    const end = text.indexOf(']>', begin);
    return end < 0 ? null : { begin, end: end + 2, conditional: true };
  }
  const end = text.indexOf('-->', begin + 4);
  const conditional = text.startsWith('<![endif]', begin + 4);
  return end < 0 ? null : { begin, end: end + 3, conditional };
}

function readTag(text: string, begin: number): MarkupTag | null {
  const closing = text[begin + 1] === '/';
  let at = begin + (closing ? 2 : 1);
  const nameAt = at;
  while (at < text.length && !/[\s/>]/.test(text[at] ?? '')) at++;
  const name = text.slice(nameAt, at).toLowerCase();
  const attributes: Attribute[] = [];
  for (;;) {
    while (at < text.length && (SPACE.test(text[at] ?? '') || text[at] === '/')) at++;
    if (at >= text.length) return null;
    if (text[at] === '>') break;
    const attribute = readAttribute(text, at);
    if (attribute === null) return null;
    attributes.push(attribute.read);
    at = attribute.end;
  }
  const end = at + 1;
  const selfClosing = text[at - 1] === '/';
  let content: string | null = null;
  if (!closing && !selfClosing && STYLES.includes(name)) {
    const rest = text.slice(end);
    const length = rest.search(new RegExp(`</${name}[\\s/>]`, 'i'));
    if (length < 0) return null;
    content = rest.slice(0, length);
  }
  return { name, closing, selfClosing, begin, end, attributes, content };
}

function readAttribute(text: string, begin: number): { read: Attribute; end: number } | null {
  let at = begin + 1;
  while (at < text.length && !/[\s/>=]/.test(text[at] ?? '')) at++;
  const name = text.slice(begin, at).toLowerCase();
  let next = at;
  while (SPACE.test(text[next] ?? '')) next++;
  const bare = { name, value: '', nameAt: begin, valueAt: at, quoted: true };
  if (text[next] !== '=') return { read: bare, end: at };
  next++;
  while (SPACE.test(text[next] ?? '')) next++;
  const quote = text[next];
  if (quote === '"' || quote === "'") {
    const end = text.indexOf(quote, next + 1);
    if (end < 0) return null;
    const value = text.slice(next + 1, end);
    return { read: { name, value, nameAt: begin, valueAt: next + 1, quoted: true }, end: end + 1 };
  }
  let end = next;
  while (end < text.length && !/[\s>]/.test(text[end] ?? '')) end++;
  const value = text.slice(next, end);
  return { read: { name, value, nameAt: begin, valueAt: next, quoted: false }, end };
}

const REFERENCES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Resolves numeric and the five common character references; null when there is another. */
export function resolveReferences(value: string): string | null {
  let unknown = false;
  const plain = value.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]*));?/gi,
    (all, ...found) => {
      const [decimal, hex, name] = found as (string | undefined)[];
      if (name !== undefined) {
        if (Object.hasOwn(REFERENCES, name) && all.endsWith(';')) return REFERENCES[name] ?? '';
        // `?a=1&copy=2`: without its semicolon it is part of an address
        if (!all.endsWith(';')) return all;
        unknown = true;
        return all;
      }
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      if (code > 0x10ffff) unknown = true;
      return code > 0x10ffff ? all : String.fromCodePoint(code);
    },
  );
  return unknown ? null : plain;
}
