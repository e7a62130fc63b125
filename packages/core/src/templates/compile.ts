import { type Engine, htmlEngine, textEngine, withLineFeeds } from './engine.ts';
import { readParsed } from './parsed.ts';
import { type Readers, readersOf } from './scopes.ts';
import { type Segments, segmentsOf } from './segments.ts';
import type { TemplateField, TemplateParts } from './source.ts';
import { BUILT_IN_FIELDS, isOwnUrl, OWN } from './vocabulary.ts';

/** A template version ready for rendering: its Liquid is parsed once. */
export interface CompiledTemplate {
  readonly fields: readonly TemplateField[];
  /** Those that subject and preheader may show. */
  readonly headerFields: readonly TemplateField[];
  readonly links: readonly string[];
  readonly readers: Readers;
  readonly parts: {
    readonly subject: Segments;
    readonly preheader: Segments;
    readonly html: Segments;
    readonly text: Segments;
  };
}

/** What was saved cannot be parsed: the version is damaged. */
export class TemplateBroken extends Error {
  readonly code = 'template_broken';
}

/**
 * Parses what was kept of a checked source. Throws `TemplateBroken` when it was never checked: when
 * Liquid finds a field in it that the version does not declare, or in subject and preheader one
 * that may not show on a locked screen.
 */
export function compileTemplate(parts: TemplateParts): CompiledTemplate {
  const { subject, preheader, html, text, fields, links } = parts;
  try {
    const own = [OWN.preheader, OWN.commercial, OWN.openUrl, ...links.map((_, n) => OWN.link(n))];
    const all = [...fields.map(({ key }) => key), ...BUILT_IN_FIELDS, ...own];
    // subject and preheader show on locked screens and to every relay: 164.502(b), 164.312(e)
    const headerFields = fields.filter(({ sensitivity }) => sensitivity === 'contact');
    const header = [...headerFields.map(({ key }) => key), ...HEADER_WORDS];
    return {
      fields,
      headerFields,
      links,
      readers: readersOf({ fields, headerFields, links }),
      parts: {
        subject: compilePart(textEngine, subject, header),
        preheader: compilePart(textEngine, preheader, header),
        html: compilePart(htmlEngine, html, all),
        text: compilePart(textEngine, text, all),
      },
    };
  } catch (cause) {
    throw new TemplateBroken('The saved template cannot be read.', { cause });
  }
}

const HEADER_WORDS = BUILT_IN_FIELDS.filter((key) => !isOwnUrl(key));

function compilePart(engine: Engine, text: string, allowed: readonly string[]): Segments {
  const templates = engine.liquid.parse(withLineFeeds(text));
  const known = new Set(allowed);
  for (const name of readParsed(templates).free) {
    if (!known.has(name)) throw new Error('A field is named that this part may not show.');
  }
  return segmentsOf(engine, templates);
}
