import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { getForm, heldForm } from './get-form.ts';
import type { SavedForm } from './saved-form.ts';

export type RetiredForm =
  | { readonly kind: 'retired'; readonly form: SavedForm }
  | { readonly kind: 'already' }
  | { readonly kind: 'unknown' };

/**
 * Takes a form out of use, its draft too: nobody new is asked to sign it. What was signed on it stands,
 * and its versions stay (45 CFR 164.530(j)).
 */
export async function retireForm(tx: Tx, organizationId: string, id: string): Promise<RetiredForm> {
  if ((await heldForm(tx, organizationId, id)) === null) return { kind: 'unknown' };
  const { numUpdatedRows } = await tx
    .updateTable('authorization_forms')
    .set({
      state: 'retired',
      revision: sql<number>`revision + 1`,
      updated_at: sql<Date>`now()`,
    })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('state', '<>', 'retired')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return { kind: 'already' };
  const form = await getForm(tx, organizationId, id);
  return form === null ? { kind: 'unknown' } : { kind: 'retired', form };
}
