import { randomBytes } from 'node:crypto';
import { type ContentFault, type SignUpContent, signUpFaults } from '@postern/core/sign-up';
import { v7 } from 'uuid';
import { listTopics } from '../consent/index.ts';
import type { Tx } from '../database/index.ts';
import { type SignUpForm, signUpForm } from './sign-up-form.ts';

export type CreatedSignUpForm =
  | { readonly kind: 'created'; readonly form: SignUpForm }
  | { readonly kind: 'refused'; readonly faults: readonly ContentFault[] };

/** Makes a form with an address of its own; `createdBy` is null for what the program makes itself. */
export async function createSignUpForm(
  tx: Tx,
  organizationId: string,
  content: SignUpContent,
  { createdBy, at }: { readonly createdBy: string | null; readonly at: Date },
): Promise<CreatedSignUpForm> {
  const faults = signUpFaults(content, await topicsInUse(tx, organizationId));
  if (faults.length > 0) return { kind: 'refused', faults };
  const row = await tx
    .insertInto('sign_up_forms')
    .values({
      organization_id: organizationId,
      id: v7(),
      // no secret: hard to guess, so that nobody walks through the forms of others
      token: randomBytes(12).toString('base64url'),
      content: JSON.stringify(content),
      created_by: createdBy,
      created_at: at,
      updated_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { kind: 'created', form: signUpForm(row) };
}

export async function topicsInUse(tx: Tx, organizationId: string): Promise<ReadonlySet<string>> {
  const topics = await listTopics(tx, organizationId);
  return new Set(topics.flatMap(({ id, archivedAt }) => (archivedAt === null ? [id] : [])));
}
