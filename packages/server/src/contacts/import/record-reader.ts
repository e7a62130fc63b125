import { type CsvReader, csvReader, jsonReader } from '@postern/core/contacts';
import type { Dialect } from './dialect.ts';

/** Reads the records of a file behind its heading. */
export function recordReader(
  { format, delimiter }: Dialect,
  headings: readonly string[],
): CsvReader {
  return format === 'ndjson' ? jsonReader(headings) : csvReader(delimiter, headings.length);
}
