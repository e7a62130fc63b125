/** What stands between the fields of a row. */
export const CSV_DELIMITERS = [',', ';', '\t'] as const;
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

export interface CsvFields {
  /** Takes a line without its end. `open`: the record goes on in the next line. */
  feed(line: string): 'open' | 'done' | 'broken';
  /** The fields so far. */
  values(): readonly string[];
}

/**
 * Takes one record apart, strictly as RFC 4180 has it: a quotation mark stands around a whole field
 * or, doubled, inside such a field, and nowhere else. Line breaks inside a field become `\n`.
 */
export function csvFields(delimiter: CsvDelimiter): CsvFields {
  const fields: string[] = [];
  let field = '';
  let quoted = false;

  const feed = (line: string): 'open' | 'done' | 'broken' => {
    let at = 0;
    for (;;) {
      if (quoted) {
        const mark = line.indexOf('"', at);
        if (mark === -1) {
          field += `${line.slice(at)}\n`;
          return 'open';
        }
        if (line[mark + 1] === '"') {
          field += line.slice(at, mark + 1);
          at = mark + 2;
          continue;
        }
        fields.push(field + line.slice(at, mark));
        field = '';
        quoted = false;
        if (mark + 1 === line.length) return 'done';
        if (line[mark + 1] !== delimiter) return 'broken';
        at = mark + 2;
      }
      if (line[at] === '"') {
        quoted = true;
        at++;
        continue;
      }
      const next = line.indexOf(delimiter, at);
      const plain = next === -1 ? line.slice(at) : line.slice(at, next);
      if (plain.includes('"')) return 'broken';
      fields.push(plain);
      if (next === -1) return 'done';
      at = next + 1;
    }
  };
  return { feed, values: () => fields };
}
