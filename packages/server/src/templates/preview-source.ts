import type { Permit } from '@postern/core/gate';
import {
  compileTemplate,
  type Extras,
  type Rendered,
  render,
  type TemplateSource,
} from '@postern/core/templates';
import type { AttributeDefinition } from '@postern/core/values';
import { compileSource } from './compile-source.ts';

export type Preview =
  | { readonly rendered: Rendered; readonly refused: null }
  /** Why nothing was rendered, in a sentence. */
  | { readonly rendered: null; readonly refused: string };

/** The sender's words in a preview; links lead where they lead, nothing is counted. */
export type PreviewExtras = Omit<Extras, 'linkUrl' | 'openUrl'>;

/**
 * A source, saved or not, as one person would get it. The permit carries what the gate let this
 * message show; `permitFor` is asked once the source's fields are known.
 */
export async function previewSource(
  source: TemplateSource,
  definitions: readonly AttributeDefinition[],
  permitFor: (fields: readonly string[]) => Promise<Permit | { readonly reason: string }>,
  extras: PreviewExtras,
): Promise<Preview> {
  const { parts, problems } = await compileSource(source, definitions);
  if (parts === null) {
    const { place, line, column, sentence } = problems[0] ?? NO_PROBLEM;
    return { rendered: null, refused: `${place}, line ${line}, column ${column}: ${sentence}` };
  }
  const permit = await permitFor(parts.fields.map(({ key }) => key));
  if (!('attributes' in permit)) return { rendered: null, refused: permit.reason };
  const linkUrl = (place: number) => parts.links[place] ?? '';
  const result = render(compileTemplate(parts), permit, { ...extras, linkUrl, openUrl: null });
  return 'html' in result
    ? { rendered: result, refused: null }
    : { rendered: null, refused: result.sentence };
}

const NO_PROBLEM = { place: 'body', line: 1, column: 1, sentence: 'The source cannot be read.' };
