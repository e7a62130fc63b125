import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';

const CHUNK = 65_536;

/** One COPY into a table, on a connection of its own. */
export interface Copy {
  /** A row in the text form, ended by a line feed, or in the binary form. */
  write(row: string | Buffer): Promise<void> | null;
  /** Answers the seconds that PostgreSQL computed. */
  end(): Promise<number>;
}

export async function openCopy(url: string, statement: string): Promise<Copy> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const before = await computed(client);
  const stream = client.query(from(statement));
  let texts = '';
  let held: Buffer[] = [];
  let size = 0;
  const flush = (): Promise<void> | null => {
    const chunk = held.length > 0 ? Buffer.concat(held) : Buffer.from(texts);
    [texts, held, size] = ['', [], 0];
    return stream.write(chunk) ? null : once(stream, 'drain').then(() => undefined);
  };
  return {
    write(row) {
      if (typeof row === 'string') texts += row;
      else held.push(row);
      size += row.length;
      return size < CHUNK ? null : flush();
    },
    async end() {
      await flush();
      stream.end();
      await finished(stream);
      const seconds = (await computed(client)) - before;
      await client.end();
      return seconds;
    },
  };
}

/** Processor seconds of the connection's server process, its own and the kernel's for it. */
async function computed(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const stat = readFileSync(`/proc/${rows[0]?.pid}/stat`, 'utf8');
  // after the name in parentheses: utime and stime are fields 14 and 15 of proc(5), in hundredths
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

const SIGNATURE = Buffer.from('PGCOPY\n\u00ff\r\n\0', 'latin1');
export const BINARY_HEADER = Buffer.concat([SIGNATURE, Buffer.alloc(8)]);
export const BINARY_TRAILER = Buffer.from([0xff, 0xff]);

/** A row of COPY's binary form. */
export function binaryRow(fields: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [int2(fields.length)];
  for (const field of fields) parts.push(int4(field.length), field);
  return Buffer.concat(parts);
}

export function int2(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value);
  return bytes;
}

export function int4(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export const uuidBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex');
