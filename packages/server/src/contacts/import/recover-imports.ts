import type { ImportDeps, ImportRef } from './deps.ts';
import { forgetUpload } from './upload-import.ts';

const LONGEST_UPLOAD_MS = 24 * 3_600_000;

/**
 * What a crash left: deletes uploads that began more than a day ago and never ended, and answers
 * the imports that are under way, so that a job can be queued for each (a second run of one that
 * somebody works on does no harm). Of all organizations.
 */
export async function recoverImports(deps: ImportDeps, now: Date): Promise<readonly ImportRef[]> {
  const rows = await deps.database
    .selectFrom('imports')
    .select(['organization_id', 'id', 'state', 'created_at'])
    .where('state', 'in', ['uploading', 'running'])
    .execute();
  const running: ImportRef[] = [];
  for (const { organization_id: organizationId, id: importId, state, created_at } of rows) {
    const ref = { organizationId, importId };
    if (state === 'running') running.push(ref);
    else if (now.getTime() - created_at.getTime() > LONGEST_UPLOAD_MS) {
      await forgetUpload(deps, ref);
    }
  }
  return running;
}
