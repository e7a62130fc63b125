import { spamLikeness, type TemplateProblem, type TemplateSource } from '@postern/core/templates';
import type { Classified } from '@postern/core/values';
import { loadDefinitions } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import { compileSource, OPEN_COUNTER } from './compile-source.ts';

export interface CheckedSource {
  readonly problems: readonly TemplateProblem[];
  /** Attribute keys. */
  readonly fields: readonly string[];
  readonly classified: Classified | null;
  /** What makes it look like spam, a sentence each; it can be saved all the same. */
  readonly warnings: readonly string[];
  /**
   * Compiled, with the Liquid still in it, but without the open counter, which a preview would try
   * to load; null while there are problems.
   */
  readonly html: string | null;
  readonly text: string | null;
}

/** Says what is wrong with a source, and what it would be as a template; saves nothing. */
export async function checkSource(
  db: Database | Tx,
  organizationId: string,
  source: TemplateSource,
): Promise<CheckedSource> {
  const definitions = await loadDefinitions(db, organizationId);
  const { problems, fields, classified, parts } = await compileSource(source, definitions);
  return {
    problems,
    fields: fields.map(({ key }) => key),
    classified,
    warnings: spamLikeness({
      subject: source.subject,
      mjml: source.mjml,
      htmlBytes: parts && new TextEncoder().encode(parts.html).length,
    }),
    html: parts?.html.replace(OPEN_COUNTER, '') ?? null,
    text: parts?.text ?? null,
  };
}
