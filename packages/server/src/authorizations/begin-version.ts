import type { Tx } from '../database/index.ts';
import { heldForm } from './get-form.ts';
import { type SavedForm, savedForm } from './saved-form.ts';

export type BegunVersion =
  | { readonly kind: 'begun'; readonly form: SavedForm }
  /** The newest version is a draft already. */
  | { readonly kind: 'already'; readonly form: SavedForm }
  | { readonly kind: 'unknown' };

/** Begins the next version of a form as a copy of its newest, which stays as it is. */
export async function beginVersion(
  tx: Tx,
  organizationId: string,
  id: string,
  createdBy: string | null,
): Promise<BegunVersion> {
  const newest = await heldForm(tx, organizationId, id);
  if (newest === null) return { kind: 'unknown' };
  if (newest.state === 'draft') return { kind: 'already', form: newest };
  const row = await tx
    .insertInto('authorization_forms')
    .values({
      organization_id: organizationId,
      id,
      version: newest.version + 1,
      state: 'draft',
      content: JSON.stringify(newest.content),
      revision: newest.revision + 1,
      created_by: createdBy,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { kind: 'begun', form: savedForm(row) };
}
