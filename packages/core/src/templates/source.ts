import type { AttributeDefinition, Sensitivity } from '../values/index.ts';

export const PLACES = ['subject', 'preheader', 'body', 'text'] as const;
/** The four parts of a template; `body` is the MJML source. */
export type Place = (typeof PLACES)[number];

/** What an author writes. An empty `text` is derived from the body. */
export interface TemplateSource {
  readonly subject: string;
  readonly preheader: string;
  readonly mjml: string;
  readonly text: string;
}

/** One fault of a source: where (line and column from 1) and what to do, in a sentence. */
export interface TemplateProblem {
  readonly place: Place;
  readonly line: number;
  readonly column: number;
  readonly sentence: string;
}

/** What rendering needs to know of an attribute that the template touches. */
export interface TemplateField
  extends Pick<AttributeDefinition, 'key' | 'label' | 'type' | 'system'> {
  readonly sensitivity: Sensitivity;
}

/** What is kept of a source that has no problems: Liquid in every part, links as numbered places. */
export interface TemplateParts {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  readonly fields: readonly TemplateField[];
  /** Absolute https addresses; `{{ Link0 }}` in html and text stands for the first. */
  readonly links: readonly string[];
}
