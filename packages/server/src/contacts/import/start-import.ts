import { type ColumnMapping, mappingProblems } from '@postern/core/contacts';
import { appendAudit, type Circumstances } from '../../audit/index.ts';
import { inTransaction } from '../../database/index.ts';
import { loadDefinitions } from '../definitions.ts';
import type { ImportDeps, ImportRef } from './deps.ts';
import { columnsContext, importRow } from './get-import.ts';
import { BOUGHT_LIST, type SaidSource } from './sources.ts';

export type Started =
  | { readonly kind: 'started' }
  | { readonly kind: 'refused'; readonly problems: readonly string[] }
  | { readonly kind: 'unknown' | 'already-started' };

export interface StartImport {
  readonly userId: string | null;
  readonly from?: Circumstances;
  readonly mapping: ColumnMapping;
  /** Where the data came from; kept with the import and in the audit. */
  readonly source: SaidSource;
  /** What becomes of an address that cannot be a person's own. */
  readonly addresses?: 'keep' | 'drop';
}

/**
 * Says which column holds what and lets the import begin; `runImport` does the work. Refused, with
 * a sentence for each problem, when two columns are mapped to one attribute, or none says who a row
 * is about; and a list that was bought.
 */
export async function startImport(
  { database, keyring }: ImportDeps,
  ref: ImportRef,
  { userId, from, mapping, source, addresses = 'keep' }: StartImport,
  now: Date,
): Promise<Started> {
  if (source === 'bought_list') return { kind: 'refused', problems: [BOUGHT_LIST] };
  const keys = await keyring.of(ref.organizationId);
  return inTransaction(database, async (tx): Promise<Started> => {
    const row = await importRow(tx, ref, true);
    if (row === null) return { kind: 'unknown' };
    if (row.state !== 'uploaded') return { kind: 'already-started' };
    const headings = keys.openJson(row.columns_sealed, columnsContext(row.id)) as string[];
    const definitions = await loadDefinitions(tx, ref.organizationId);
    const problems = mappingProblems(mapping, headings.length, definitions);
    if (problems.length > 0) return { kind: 'refused', problems };
    await tx
      .updateTable('imports')
      .set({
        state: 'running',
        mapping: JSON.stringify(mapping),
        source,
        addresses,
        started_at: now,
      })
      .where('organization_id', '=', ref.organizationId)
      .where('id', '=', ref.importId)
      .execute();
    await appendAudit(tx, keys, {
      actor: userId ?? 'system',
      action: 'import.started',
      subject: { importId: ref.importId, columns: mapping.length, source, addresses },
      ...from,
    });
    return { kind: 'started' };
  });
}
