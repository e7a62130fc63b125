import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import type { ExchangeRef } from './deps.ts';

/**
 * What earlier rows of a file said, as hexadecimal marks, while it is checked and nothing of it is
 * written: kept in the database, so that a file of any length is.
 */
export interface Earlier {
  among(marks: readonly string[]): Promise<ReadonlySet<string>>;
  add(marks: readonly string[]): Promise<void>;
}

/** Once rows are written, what they said is on file itself. */
export const NOTHING_EARLIER: Earlier = {
  among: async () => new Set(),
  add: async () => {},
};

export function earlierOf(tx: Tx, { organizationId, importId }: ExchangeRef): Earlier {
  const bytes = (marks: readonly string[]) =>
    sql.val(marks.map((mark) => Buffer.from(mark, 'hex')));
  return {
    async among(marks) {
      if (marks.length === 0) return new Set();
      const { rows } = await sql<{ mark: string }>`
        select encode(m.mark, 'hex') as mark
        from unnest(${bytes(marks)}::bytea[]) as wanted (mark),
        -- "offset 0": a look into the index for each, never the whole file
        lateral (
          select mark from import_marks
          where organization_id = ${organizationId} and import_id = ${importId}
            and mark = wanted.mark
          offset 0
        ) m`.execute(tx);
      return new Set(rows.map((row) => row.mark));
    },
    async add(marks) {
      if (marks.length === 0) return;
      await sql`
        insert into import_marks (organization_id, import_id, mark)
        select ${organizationId}::uuid, ${importId}::uuid, mark
        from unnest(${bytes(marks)}::bytea[]) as new (mark)
        on conflict do nothing`.execute(tx);
    },
  };
}
