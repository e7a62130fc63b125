import type { Template } from 'liquidjs';
import type { Permit } from '../gate/index.ts';
import type { AttributeValue } from '../values/index.ts';
import { type CompiledTemplate, headerFields } from './compile.ts';
import { htmlEngine, textEngine } from './engine.ts';
import { sayList } from './say.ts';
import { Missing, Shown } from './shown.ts';
import type { TemplateField } from './source.ts';
import { OWN } from './vocabulary.ts';

/** What a message holds besides the person's attributes. */
export interface Extras {
  readonly organizationName: string;
  readonly organizationAddress: string;
  readonly unsubscribeUrl: string;
  /** Commercial mail shows the way to unsubscribe: 15 USC 7704(a)(5). */
  readonly commercial: boolean;
  /** The counted address for a link of the template, by its place. */
  readonly linkUrl: (place: number) => string;
  /** Null when opens are not counted. */
  readonly openUrl: string | null;
}

export interface Rendered {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

/** Why there is no message: keys of fields without value and default. */
export interface NotRendered {
  readonly missing: readonly string[];
  readonly sentence: string;
}

/**
 * Makes one person's message. It takes the permit, never the contact: nothing is shown that the
 * gate did not allow, and of that only the template's own fields. Same input, same bytes.
 */
export function render(
  { fields, links, parsed }: CompiledTemplate,
  permit: Permit,
  extras: Extras,
): Rendered | NotRendered {
  const missing = new Set<string>();
  const valueOf = (field: TemplateField) => {
    const { key } = field;
    const value = Object.hasOwn(permit.attributes, key) ? permit.attributes[key] : undefined;
    return isKnown(value) ? new Shown(field, value) : new Missing(() => missing.add(key));
  };
  const scopeOf = (some: readonly TemplateField[]) =>
    Object.fromEntries(some.map((field): [string, unknown] => [field.key, valueOf(field)]));
  const words: Readonly<Record<string, unknown>> = {
    organization_name: extras.organizationName,
    organization_address: extras.organizationAddress.trim().replace(/,?\s*\n\s*/g, ', '),
  };
  // whatever a subject asks for: no other value is at hand while it is written
  const header = { ...words, ...scopeOf(headerFields(fields)) };
  const scope: Record<string, unknown> = {
    ...words,
    ...scopeOf(fields),
    unsubscribe_url: extras.unsubscribeUrl,
    [OWN.commercial]: extras.commercial,
    [OWN.openUrl]: extras.openUrl,
  };
  links.forEach((_, place) => {
    scope[OWN.link(place)] = extras.linkUrl(place);
  });
  const write = (engine: typeof htmlEngine, part: readonly Template[], known: object) => {
    const written = String(engine.renderSync([...part], known));
    if (written.length > LONGEST) throw new RangeError('The message is too long.');
    return written;
  };
  try {
    const subject = headerLine(write(textEngine, parsed.subject, header));
    const preheader = oneLine(write(textEngine, parsed.preheader, header));
    scope[OWN.preheader] = preheader;
    const html = write(htmlEngine, parsed.html, scope);
    const text = tidy(write(textEngine, parsed.text, scope));
    if (missing.size === 0) return { subject, preheader, html, text };
  } catch {
    // The error of a filter may quote the value that it met; a limit of the engine ends here too.
    return { missing: [], sentence: 'The template could not be filled in for this person.' };
  }
  const keys = [...missing];
  const labels = fields.filter(({ key }) => missing.has(key)).map(({ label }) => `“${label}”`);
  const sentence = `The message shows ${sayList(labels)}, which is not known, and has no default for it.`;
  return { missing: keys, sentence };
}

/** The longest part of a message, in UTF-16 units: beyond it servers refuse the mail anyway. */
const LONGEST = 10_000_000;

/** A blank text or an empty list tells no more than nothing at all. */
function isKnown(value: AttributeValue | undefined): value is AttributeValue {
  if (value === undefined || value === null) return false;
  if (typeof value === 'string') return value.trim() !== '';
  return !Array.isArray(value) || value.length > 0;
}

/**
 * A line break in a subject would begin a header of its own (RFC 5322 2.2), and what turns the
 * direction of writing would turn all that a mail program shows after it.
 */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ')
    .trim();
}

/**
 * `=?utf-8?B?…?=` in a value would be decoded by whoever reads it (RFC 2047 2): an invisible space
 * after each equals sign leaves a question mark a question mark.
 */
function headerLine(text: string): string {
  return oneLine(text).replaceAll('=?', '=\u200b?');
}

/** Conditions leave blank lines behind. */
function tidy(text: string): string {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trimEnd());
  return `${lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
