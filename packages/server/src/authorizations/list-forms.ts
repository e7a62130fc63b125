import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';
import { type SavedForm, savedForm } from './saved-form.ts';

export interface ListedForm {
  readonly newest: SavedForm;
  /** The version that people are asked to sign; null when there is none. */
  readonly published: number | null;
}

/** All forms at their newest versions, by title without regard to case. */
export async function listForms(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly ListedForm[]> {
  const rows = await db
    .selectFrom('authorization_forms as f')
    .selectAll('f')
    .select((eb) =>
      eb
        .selectFrom('authorization_forms as p')
        .select((max) => max.fn.max('p.version').as('version'))
        .whereRef('p.organization_id', '=', 'f.organization_id')
        .whereRef('p.id', '=', 'f.id')
        .where('p.state', '=', 'published')
        .as('published'),
    )
    .distinctOn('f.id')
    .where('f.organization_id', '=', organizationId)
    .orderBy('f.id')
    .orderBy('f.version', 'desc')
    .$call((newest) =>
      db
        .selectFrom(newest.as('form'))
        .selectAll()
        .orderBy(sql`lower(content->>'title')`)
        .orderBy('id'),
    )
    .execute();
  return rows.map(({ published, ...row }) => ({ newest: savedForm(row), published }));
}
