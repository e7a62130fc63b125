import { createForm, publishForm } from '../authorizations/index.ts';
import type { Tx } from '../database/index.ts';

/** A form of marketing that people can be asked to sign, published at `at`. Answers its id. */
export async function seedForm(tx: Tx, organizationId: string, at: Date): Promise<string> {
  const { id, revision } = await createForm(tx, organizationId, {
    kind: 'marketing',
    createdBy: null,
  });
  const done = await publishForm(tx, organizationId, id, { revision, at });
  if (done.kind === 'refused')
    throw new Error(`The sample form cannot be published: ${done.faults[0]?.sentence}`);
  if (done.kind !== 'published') throw new Error('The sample form cannot be published.');
  return id;
}
