import type { Database, Tx } from '../database/index.ts';
import { type SavedForm, savedForm } from './saved-form.ts';

/** All versions of a form, newest first; empty when there is none of this id. */
export async function formVersions(
  db: Database | Tx,
  organizationId: string,
  id: string,
): Promise<readonly SavedForm[]> {
  const rows = await db
    .selectFrom('authorization_forms')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .orderBy('version', 'desc')
    .execute();
  return rows.map(savedForm);
}

/** The newest version of a form; null when there is none of this id. */
export async function getForm(
  db: Database | Tx,
  organizationId: string,
  id: string,
): Promise<SavedForm | null> {
  return (await formVersions(db, organizationId, id))[0] ?? null;
}

/** The newest version, which nobody else changes before this transaction ends. */
export async function heldForm(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<SavedForm | null> {
  const row = await tx
    .selectFrom('authorization_forms')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    // the first version is always there and never goes: whoever has it has the form
    .where('version', '=', 1)
    .forUpdate()
    .executeTakeFirst();
  return row ? getForm(tx, organizationId, id) : null;
}
