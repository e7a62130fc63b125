import pg from 'pg';
import { to } from 'pg-copy-streams';

const HEADER = 19;

/**
 * The rows of a query in COPY's binary form, each a list of fields. node-postgres reads the fields of
 * its own binary results as UTF-8, which breaks bytes, and takes twice the bytes to read them as text.
 */
export async function* readCopy(
  client: pg.PoolClient,
  query: string,
): AsyncGenerator<readonly Buffer[]> {
  let rest = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of client.query(to(`copy (${query}) to stdout (format binary)`))) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    if (!begun) {
      if (rest.length < HEADER) continue;
      begun = true;
      at = HEADER;
    }
    for (;;) {
      const row = rowAt(rest, at);
      if (row === null) break;
      at = row.end;
      if (row.fields.length > 0) yield row.fields;
    }
    rest = rest.subarray(at);
  }
}

/** Null when the bytes end before the row does. */
function rowAt(
  bytes: Buffer,
  from: number,
): { readonly end: number; readonly fields: readonly Buffer[] } | null {
  if (from + 2 > bytes.length) return null;
  const count = bytes.readInt16BE(from);
  const fields: Buffer[] = [];
  let at = from + 2;
  for (let field = 0; field < count; field += 1) {
    if (at + 4 > bytes.length) return null;
    const length = bytes.readInt32BE(at);
    at += 4;
    if (at + length > bytes.length) return null;
    fields.push(bytes.subarray(at, at + length));
    at += length;
  }
  return { end: at, fields };
}
