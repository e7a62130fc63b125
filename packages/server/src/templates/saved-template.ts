import type { TemplateField, TemplateSource } from '@postern/core/templates';
import type { Classified, Sensitivity } from '@postern/core/values';
import type { Database, Tx } from '../database/index.ts';
import { type AttachedFile, attachedFiles } from './attached-file.ts';

/** A template at one of its versions; the version is frozen. */
export interface SavedTemplate extends TemplateSource {
  readonly id: string;
  readonly name: string;
  /** Attributes that it shows or tests: what a permit for it may carry. */
  readonly fields: readonly TemplateField[];
  /** As it was classed when it was saved. */
  readonly classified: Classified | null;
  /** In the order in which they are attached; part of the version. */
  readonly attachments: readonly AttachedFile[];
  readonly version: number;
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Live templates joined with their newest version. */
export function newestVersions(db: Database | Tx, organizationId: string) {
  return db
    .selectFrom('templates as t')
    .innerJoin('template_versions as v', (join) =>
      join
        .onRef('v.organization_id', '=', 't.organization_id')
        .onRef('v.template_id', '=', 't.id')
        .onRef('v.version', '=', 't.version'),
    )
    .where('t.organization_id', '=', organizationId)
    .where('t.deleted_at', 'is', null)
    .select(['t.id', 't.name', 't.version', 't.created_by', 't.created_at', 't.updated_at'])
    .select(['v.subject', 'v.preheader', 'v.mjml', 'v.text_source', 'v.fields'])
    .select(['v.sensitivity', 'v.caused_by', attachedFiles.as('attachments')]);
}

type Row = Awaited<ReturnType<ReturnType<typeof newestVersions>['executeTakeFirstOrThrow']>>;

export function savedTemplate(row: Row): SavedTemplate {
  const { sensitivity, caused_by } = row;
  return {
    id: row.id,
    name: row.name,
    subject: row.subject,
    preheader: row.preheader,
    mjml: row.mjml,
    text: row.text_source,
    fields: row.fields as readonly TemplateField[],
    classified:
      sensitivity === null || caused_by === null
        ? null
        : { sensitivity: sensitivity as Sensitivity, causedBy: caused_by },
    attachments: row.attachments,
    version: row.version,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
