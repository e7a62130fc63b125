import type { Template } from 'liquidjs';
import { htmlEngine, textEngine } from './engine.ts';
import { readParsed } from './parsed.ts';
import type { TemplateField, TemplateParts } from './source.ts';
import { BUILT_IN_FIELDS, OWN } from './vocabulary.ts';

/** A template version ready for rendering: its Liquid is parsed once. */
export interface CompiledTemplate {
  readonly fields: readonly TemplateField[];
  readonly links: readonly string[];
  readonly parsed: {
    readonly subject: readonly Template[];
    readonly preheader: readonly Template[];
    readonly html: readonly Template[];
    readonly text: readonly Template[];
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
    const parsed = {
      subject: textEngine.parse(subject),
      preheader: textEngine.parse(preheader),
      html: htmlEngine.parse(html),
      text: textEngine.parse(text),
    };
    const keys = fields.map(({ key }) => key);
    const own = [OWN.preheader, OWN.commercial, OWN.openUrl, ...links.map((_, n) => OWN.link(n))];
    const header = [...headerFields(fields).map(({ key }) => key), ...HEADER_WORDS];
    mayName(parsed.subject, header);
    mayName(parsed.preheader, header);
    mayName(parsed.html, [...keys, ...BUILT_IN_FIELDS, ...own]);
    mayName(parsed.text, [...keys, ...BUILT_IN_FIELDS, ...own]);
    return { fields, links, parsed };
  } catch (cause) {
    throw new TemplateBroken('The saved template cannot be read.', { cause });
  }
}

const HEADER_WORDS = BUILT_IN_FIELDS.filter((key) => key !== 'unsubscribe_url');

/** Subject and preheader show on locked screens and to every relay: 164.502(b), 164.312(e). */
export function headerFields(fields: readonly TemplateField[]): readonly TemplateField[] {
  return fields.filter(({ sensitivity }) => sensitivity === 'contact');
}

function mayName(part: readonly Template[], allowed: readonly string[]): void {
  const known = new Set(allowed);
  for (const name of readParsed(part).free) {
    if (!known.has(name)) throw new Error('A field is named that this part may not show.');
  }
}
