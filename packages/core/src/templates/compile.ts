import type { Template } from 'liquidjs';
import { htmlEngine, textEngine } from './engine.ts';
import type { TemplateField, TemplateParts } from './source.ts';

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

/** Parses what was kept of a checked source. Throws `TemplateBroken` when it was never checked. */
export function compileTemplate(parts: TemplateParts): CompiledTemplate {
  const { subject, preheader, html, text, fields, links } = parts;
  try {
    const parsed = {
      subject: textEngine.parse(subject),
      preheader: textEngine.parse(preheader),
      html: htmlEngine.parse(html),
      text: textEngine.parse(text),
    };
    return { fields, links, parsed };
  } catch (cause) {
    throw new TemplateBroken('The saved template cannot be read.', { cause });
  }
}
