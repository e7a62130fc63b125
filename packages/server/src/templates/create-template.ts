import type { TemplateProblem, TemplateSource } from '@postern/core/templates';
import { v7 } from 'uuid';
import { loadDefinitions } from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import type { AttachedFile } from './attached-file.ts';
import { tooLarge } from './attachment-limits.ts';
import { compileSource } from './compile-source.ts';
import { getTemplate } from './get-template.ts';
import type { SavedTemplate } from './saved-template.ts';
import { writeVersion } from './write-version.ts';

export interface NewTemplate extends TemplateSource {
  readonly name: string;
  /** The user; null for what the program makes itself. */
  readonly createdBy: string | null;
  /** Files that the organization has already; none when it is left out. */
  readonly attachments?: readonly AttachedFile[];
}

export type CreatedTemplate =
  | { readonly kind: 'created'; readonly template: SavedTemplate }
  | { readonly kind: 'refused'; readonly problems: readonly TemplateProblem[] };

/** Saves a new template, version 1, or says what is wrong with its source and where. */
export async function createTemplate(
  tx: Tx,
  organizationId: string,
  { name, createdBy, attachments = [], ...source }: NewTemplate,
): Promise<CreatedTemplate> {
  const compiled = await compileSource(source, await loadDefinitions(tx, organizationId));
  if (compiled.parts === null) return { kind: 'refused', problems: compiled.problems };
  const sizes = attachments.map(({ size }) => size);
  const large = tooLarge(compiled.parts, sizes);
  if (large !== null) return { kind: 'refused', problems: [large] };
  const id = v7();
  await tx
    .insertInto('templates')
    .values({ organization_id: organizationId, id, name: name.trim(), created_by: createdBy })
    .execute();
  const { parts, classified } = compiled;
  const ids = attachments.map((one) => one.id);
  await writeVersion(tx, organizationId, { id, version: 1 }, source, parts, classified, ids);
  const template = await getTemplate(tx, organizationId, id);
  if (template === null) throw new Error('A template that was just saved is gone.');
  return { kind: 'created', template };
}
