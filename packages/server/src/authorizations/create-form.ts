import { type FormKind, startingForm } from '@postern/core/authorizations';
import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import { getOrganization } from '../organizations/index.ts';
import { type SavedForm, savedForm } from './saved-form.ts';

export interface NewForm {
  readonly kind: FormKind;
  /** The user; null for what the program makes itself. */
  readonly createdBy: string | null;
}

/** Begins a form with a complete text for its kind, in the organization's name: a draft, version 1. */
export async function createForm(
  tx: Tx,
  organizationId: string,
  { kind, createdBy }: NewForm,
): Promise<SavedForm> {
  const { name, postalAddress } = await getOrganization(tx, organizationId);
  const address = postalAddress.trim().replaceAll(/\s*\n\s*/gu, ', ');
  const content = startingForm(kind, {
    organization: name,
    address: address === '' ? '[your postal address]' : address,
  });
  const row = await tx
    .insertInto('authorization_forms')
    .values({
      organization_id: organizationId,
      id: v7(),
      version: 1,
      state: 'draft',
      content: JSON.stringify(content),
      created_by: createdBy,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return savedForm(row);
}
