import { type ContentFault, type SignUpContent, signUpFaults } from '@postern/core/sign-up';
import { validate } from 'uuid';
import type { Tx } from '../database/index.ts';
import { topicsInUse } from './create-sign-up-form.ts';
import { type SignUpForm, signUpForm } from './sign-up-form.ts';

export type UpdatedSignUpForm =
  | { readonly kind: 'updated'; readonly form: SignUpForm }
  /** Somebody else changed it meanwhile; `current` is what they made of it. */
  | { readonly kind: 'stale'; readonly current: SignUpForm }
  | { readonly kind: 'refused'; readonly faults: readonly ContentFault[] }
  | { readonly kind: 'unknown' };

/**
 * Saves a form that is still at `version`. Its address stays, and what people were shown before stays
 * on record as it was.
 */
export async function updateSignUpForm(
  tx: Tx,
  place: { readonly organizationId: string; readonly id: string; readonly version: number },
  content: SignUpContent,
  at: Date,
): Promise<UpdatedSignUpForm> {
  const { organizationId, id, version } = place;
  if (!validate(id)) return { kind: 'unknown' };
  const faults = signUpFaults(content, await topicsInUse(tx, organizationId));
  if (faults.length > 0) return { kind: 'refused', faults };
  const row = await tx
    .updateTable('sign_up_forms')
    .set({ content: JSON.stringify(content), version: version + 1, updated_at: at })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) return { kind: 'updated', form: signUpForm(row) };
  const current = await tx
    .selectFrom('sign_up_forms')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return current === undefined
    ? { kind: 'unknown' }
    : { kind: 'stale', current: signUpForm(current) };
}
