import type { AuthorizationForm } from '@postern/core/authorizations';
import type { Database, Tx } from '../database/index.ts';

export interface FormVersion {
  readonly id: string;
  readonly version: number;
  readonly state: 'draft' | 'published' | 'retired';
  readonly content: AuthorizationForm;
}

/** One version of a form, whatever became of it since; null when there is none such. */
export async function formVersion(
  db: Database | Tx,
  organizationId: string,
  id: string,
  version: number,
): Promise<FormVersion | null> {
  const row = await db
    .selectFrom('authorization_forms')
    .select(['id', 'version', 'state', 'content'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return row ? asForm(row) : null;
}

/** What can be signed today: of each form its last published version. */
export async function signableForms(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly FormVersion[]> {
  const rows = await db
    .selectFrom('authorization_forms')
    .distinctOn('id')
    .select(['id', 'version', 'state', 'content'])
    .where('organization_id', '=', organizationId)
    .where('state', '=', 'published')
    .orderBy('id')
    .orderBy('version', 'desc')
    .execute();
  return rows.map(asForm);
}

// the room alone writes this column, from what was checked as a form
const asForm = ({ content, ...row }: Omit<FormVersion, 'content'> & { content: unknown }) => ({
  ...row,
  content: content as AuthorizationForm,
});
