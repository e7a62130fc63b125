import { type CsvDelimiter, suggestMapping } from '@postern/core/contacts';
import { loadDefinitions } from '../definitions.ts';
import { CHUNK_BYTES, readChunks } from './chunks.ts';
import type { ImportDeps, ImportRef } from './deps.ts';
import { inspectFile } from './dialect.ts';
import { getImport, type ImportState, importRow } from './get-import.ts';

const SAMPLE_ROWS = 8;

export interface ImportPreview {
  readonly import: ImportState;
  readonly delimiter: 'comma' | 'semicolon' | 'tab' | 'json';
  readonly columns: readonly {
    readonly index: number;
    readonly heading: string;
    /** Of the first 8 rows that can be read. */
    readonly samples: readonly string[];
    /** Key of the attribute that the heading suggests. */
    readonly suggested: string | null;
  }[];
}

const NAMES: Record<CsvDelimiter, 'comma' | 'semicolon' | 'tab'> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
};

/**
 * Headings, first rows and the suggested mapping. Null when there is no such import, or its file is
 * gone: it is deleted when the import is done.
 */
export async function previewImport(
  { database, keyring }: ImportDeps,
  ref: ImportRef,
): Promise<ImportPreview | null> {
  const keys = await keyring.of(ref.organizationId);
  const row = await importRow(database, ref);
  const state = await getImport(database, keys, ref.importId);
  if (row === null || state === null) return null;
  for await (const beginning of readChunks(database, keys, ref.importId, 0)) {
    const inspected = await inspectFile(beginning, row.bytes <= CHUNK_BYTES);
    if (inspected.kind !== 'csv') return null;
    const definitions = await loadDefinitions(database, ref.organizationId);
    const suggested = suggestMapping(inspected.headings, definitions);
    const rows = inspected.rows.flatMap((one) => (one.kind === 'row' ? [one.fields] : []));
    const columns = inspected.headings.map((heading, index) => ({
      index,
      heading,
      samples: rows.slice(0, SAMPLE_ROWS).map((fields) => fields[index] ?? ''),
      suggested: suggested.find((one) => one.column === index)?.attribute ?? null,
    }));
    const { format, delimiter: found } = inspected.dialect;
    const delimiter = format === 'ndjson' ? 'json' : NAMES[found];
    return { import: state, delimiter, columns };
  }
  return null;
}
