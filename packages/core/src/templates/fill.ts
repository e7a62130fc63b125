import type { Permit } from '../gate/index.ts';
import type { CompiledTemplate } from './compile.ts';
import { headerLine, oneLine } from './lines.ts';
import { sayList } from './say.ts';
import { type Extras, type Scope, scopesOf } from './scopes.ts';
import { fillSegments, joinSegments, type Segments, Writing } from './segments.ts';

/** One person's message, still in pieces: what stands in the slots of the template's parts. */
export interface Filled {
  readonly subject: string;
  readonly preheader: string;
  readonly html: readonly string[];
  readonly text: readonly string[];
}

/** Why there is no message: keys of fields without value and default. */
export interface NotRendered {
  readonly missing: readonly string[];
  readonly sentence: string;
}

/**
 * Fills the slots for one person. It takes the permit, never the contact: nothing is shown that the
 * gate did not allow, and of that only the template's own fields.
 */
export function fillTemplate(
  template: CompiledTemplate,
  permit: Permit,
  extras: Extras,
): Filled | NotRendered {
  const { header, body, values } = scopesOf(template.readers, permit, extras);
  const { missing } = values;
  const { parts, fields } = template;
  try {
    const subject = headerLine(joinSegments(parts.subject, filled(parts.subject, header)));
    const preheader = oneLine(joinSegments(parts.preheader, filled(parts.preheader, header)));
    values.preheader = preheader;
    const html = filled(parts.html, body);
    const text = filled(parts.text, body);
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

function filled(part: Segments, scope: Scope): readonly string[] {
  const values = fillSegments(part, new Writing(part.engine, scope));
  let length = 0;
  for (const text of part.statics) length += text.length;
  for (const text of values) length += text.length;
  if (length > LONGEST) throw new RangeError('The message is too long.');
  return values;
}
