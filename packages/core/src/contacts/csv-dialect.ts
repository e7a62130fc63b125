import { CSV_DELIMITERS, type CsvDelimiter } from './csv-fields.ts';
import { csvReader } from './csv-reader.ts';

/**
 * Which delimiter a file has, from its first lines: the one by which most records have as many
 * fields as the first; of equals the one that makes more columns; a comma when none makes two.
 */
export function detectDelimiter(lines: readonly string[]): CsvDelimiter {
  let best: { delimiter: CsvDelimiter; fits: number; columns: number } = {
    delimiter: ',',
    fits: 0,
    columns: 1,
  };
  for (const delimiter of CSV_DELIMITERS) {
    const reader = csvReader(delimiter, null);
    const records = lines.flatMap((text, index) =>
      reader.push({ number: index + 1, text, end: 0 }),
    );
    const counts = records.map((record) => (record.kind === 'row' ? record.fields.length : 0));
    const columns = counts[0] ?? 0;
    if (columns < 2) continue;
    const fits = counts.filter((count) => count === columns).length / counts.length;
    if (fits > best.fits || (fits === best.fits && columns > best.columns)) {
      best = { delimiter, fits, columns };
    }
  }
  return best.delimiter;
}
