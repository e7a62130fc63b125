import type { AuthorizationForm } from '@postern/core/authorizations';
import {
  beginVersion,
  createForm,
  publishForm,
  updateDraft,
} from '../../packages/server/src/authorizations/index.ts';
import { type Database, inTransaction } from '../../packages/server/src/database/index.ts';

/** A form of marketing with these changes, published; answers its id. */
export function publishedForm(
  database: Database,
  organizationId: string,
  changes: Partial<AuthorizationForm> = {},
): Promise<string> {
  return inTransaction(database, async (tx) => {
    const made = await createForm(tx, organizationId, { kind: 'marketing', createdBy: null });
    const content = { ...made.content, ...changes };
    const { id, revision } = made;
    const saved = await updateDraft(tx, organizationId, id, { content, revision });
    if (saved.kind !== 'updated') throw new Error(`The form was not saved: ${saved.kind}`);
    return publish(tx, organizationId, saved.form);
  });
}

/** Publishes the next version of a form, with these changes. */
export function nextVersion(
  database: Database,
  organizationId: string,
  id: string,
  changes: Partial<AuthorizationForm>,
): Promise<string> {
  return inTransaction(database, async (tx) => {
    const begun = await beginVersion(tx, organizationId, id, null);
    if (begun.kind !== 'begun') throw new Error(`No version was begun: ${begun.kind}`);
    const content = { ...begun.form.content, ...changes };
    const { revision } = begun.form;
    const saved = await updateDraft(tx, organizationId, id, { content, revision });
    if (saved.kind !== 'updated') throw new Error(`The form was not saved: ${saved.kind}`);
    return publish(tx, organizationId, saved.form);
  });
}

async function publish(
  tx: Parameters<typeof publishForm>[0],
  organizationId: string,
  { id, revision }: { readonly id: string; readonly revision: number },
): Promise<string> {
  const done = await publishForm(tx, organizationId, id, { revision, at: new Date() });
  if (done.kind !== 'published') throw new Error(`The form was not published: ${done.kind}`);
  return id;
}
