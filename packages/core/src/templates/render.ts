import type { Permit } from '../gate/index.ts';
import type { CompiledTemplate } from './compile.ts';
import { fillTemplate, type NotRendered } from './fill.ts';
import type { Extras } from './scopes.ts';
import { joinSegments } from './segments.ts';
import { tidy } from './tidy.ts';

export interface Rendered {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

/** Makes one person's message to look at; sending joins the same pieces encoded already. */
export function render(
  template: CompiledTemplate,
  permit: Permit,
  extras: Extras,
): Rendered | NotRendered {
  const filled = fillTemplate(template, permit, extras);
  if ('missing' in filled) return filled;
  const { subject, preheader } = filled;
  const html = joinSegments(template.parts.html, filled.html);
  const text = tidy(joinSegments(template.parts.text, filled.text));
  return { subject, preheader, html, text };
}
