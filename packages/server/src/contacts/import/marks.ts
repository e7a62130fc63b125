import { sql } from 'kysely';
import type { Tx } from '../../database/index.ts';
import type { EarlierRows } from '../earlier-rows.ts';
import type { ImportRef } from './deps.ts';

/**
 * Whom the rows of an import were about so far. Written in the transaction of their batch, so that
 * a run that goes on after a crash knows them too.
 */
export function marksOf(tx: Tx, { organizationId, importId }: ImportRef): EarlierRows {
  return {
    async among(marks) {
      if (marks.length === 0) return new Set();
      const { rows } = await sql<{ mark: string }>`
        select encode(m.mark, 'hex') as mark
        from unnest(${bytes(marks)}::bytea[]) as wanted (mark),
        -- "offset 0": a look into the index for each, never the whole import
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
        from unnest(${bytes(marks)}::bytea[]) as new (mark)`.execute(tx);
    },
  };
}

export async function deleteMarks(tx: Tx, { organizationId, importId }: ImportRef): Promise<void> {
  await tx
    .deleteFrom('import_marks')
    .where('organization_id', '=', organizationId)
    .where('import_id', '=', importId)
    .execute();
}

const bytes = (marks: readonly string[]) => sql.val(marks.map((mark) => Buffer.from(mark, 'hex')));
