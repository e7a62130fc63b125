import type { Fault } from '@postern/core/authorizations';
import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { checkForm } from './check-form.ts';
import { heldForm } from './get-form.ts';
import { type SavedForm, savedForm } from './saved-form.ts';

export type PublishedForm =
  | { readonly kind: 'published'; readonly form: SavedForm }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] }
  | { readonly kind: 'stale'; readonly current: SavedForm }
  | { readonly kind: 'frozen' }
  | { readonly kind: 'unknown' };

/**
 * Freezes the draft that is still at `revision` and lets people be asked to sign it, in place of the
 * version before. Refused where what is signed on it would not be valid (45 CFR 164.508(b)(2)(ii)).
 */
export async function publishForm(
  tx: Tx,
  organizationId: string,
  id: string,
  { revision, at }: { readonly revision: number; readonly at: Date },
): Promise<PublishedForm> {
  const current = await heldForm(tx, organizationId, id);
  if (current === null) return { kind: 'unknown' };
  if (current.revision !== revision) return { kind: 'stale', current };
  if (current.state !== 'draft') return { kind: 'frozen' };
  const today = at.toISOString().slice(0, 10);
  const { faults } = await checkForm(tx, organizationId, current.content, today);
  if (faults.length > 0) return { kind: 'refused', faults };
  await tx
    .updateTable('authorization_forms')
    .set({ state: 'retired', updated_at: sql<Date>`now()` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('state', '=', 'published')
    .execute();
  const row = await tx
    .updateTable('authorization_forms')
    .set({
      state: 'published',
      revision: revision + 1,
      published_at: at,
      updated_at: sql<Date>`now()`,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('version', '=', current.version)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { kind: 'published', form: savedForm(row) };
}
