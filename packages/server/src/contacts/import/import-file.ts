import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { ColumnMapping } from '@postern/core/contacts';
import type { ImportDeps, RunDeps } from './deps.ts';
import { getImport, type ImportState } from './get-import.ts';
import { previewImport } from './preview-import.ts';
import { runImport } from './run-import.ts';
import type { SaidSource } from './sources.ts';
import { startImport } from './start-import.ts';
import { uploadImport } from './upload-import.ts';

export interface FileToImport {
  readonly organizationId: string;
  readonly path: string;
  /** Without it, the mapping that the headings suggest. */
  readonly mapping?: ColumnMapping;
  readonly source: SaidSource;
  readonly addresses?: 'keep' | 'drop';
  readonly signal?: AbortSignal;
  /** Rows in one transaction. */
  readonly batchRows?: number;
}

export type ImportedFile =
  /** `import.rejected` rows can be had from `rejectsCsv`. */
  | { readonly kind: 'imported'; readonly import: ImportState }
  | { readonly kind: 'refused'; readonly problems: readonly string[] };

/** Imports a file of this machine from end to end: upload, mapping, run. */
export async function importFile(deps: RunDeps, file: FileToImport): Promise<ImportedFile> {
  const { organizationId, path } = file;
  const uploaded = await uploadImport(deps, {
    organizationId,
    userId: null,
    fileName: basename(path),
    source: createReadStream(path),
  });
  if (uploaded.kind === 'refused') return { kind: 'refused', problems: [uploaded.problem] };
  const ref = { organizationId, importId: uploaded.importId };
  const started = await startImport(
    deps,
    ref,
    {
      userId: null,
      mapping: file.mapping ?? (await suggested(deps, ref)),
      source: file.source,
      addresses: file.addresses ?? 'keep',
    },
    new Date(),
  );
  if (started.kind !== 'started') {
    return { kind: 'refused', problems: started.kind === 'refused' ? started.problems : [] };
  }
  const { signal = new AbortController().signal, batchRows } = file;
  await runImport(deps, { ...ref, signal, ...(batchRows === undefined ? {} : { batchRows }) });
  const keys = await deps.keyring.of(organizationId);
  const state = await getImport(deps.database, keys, ref.importId);
  if (state === null) return { kind: 'refused', problems: ['The import was deleted meanwhile.'] };
  return { kind: 'imported', import: state };
}

async function suggested(
  deps: ImportDeps,
  ref: { organizationId: string; importId: string },
): Promise<ColumnMapping> {
  const preview = await previewImport(deps, ref);
  return (preview?.columns ?? []).flatMap(({ index, suggested: attribute }) =>
    attribute === null ? [] : [{ column: index, attribute }],
  );
}
