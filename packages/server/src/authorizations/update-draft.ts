import type { AuthorizationForm } from '@postern/core/authorizations';
import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { heldForm } from './get-form.ts';
import { type SavedForm, savedForm } from './saved-form.ts';

export type UpdatedDraft =
  | { readonly kind: 'updated'; readonly form: SavedForm }
  /** Somebody else changed it meanwhile; `current` is what they made of it. */
  | { readonly kind: 'stale'; readonly current: SavedForm }
  /** The newest version is no draft: what was published is never changed. */
  | { readonly kind: 'frozen' }
  | { readonly kind: 'unknown' };

/** Saves a draft that is still at `revision`, however unfinished it is; otherwise nothing changes. */
export async function updateDraft(
  tx: Tx,
  organizationId: string,
  id: string,
  { content, revision }: { readonly content: AuthorizationForm; readonly revision: number },
): Promise<UpdatedDraft> {
  const current = await heldForm(tx, organizationId, id);
  if (current === null) return { kind: 'unknown' };
  if (current.revision !== revision) return { kind: 'stale', current };
  if (current.state !== 'draft') return { kind: 'frozen' };
  const row = await tx
    .updateTable('authorization_forms')
    .set({
      content: JSON.stringify(content),
      revision: revision + 1,
      updated_at: sql<Date>`now()`,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('version', '=', current.version)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { kind: 'updated', form: savedForm(row) };
}
