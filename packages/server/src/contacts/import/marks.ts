import { type RawBuilder, sql } from 'kysely';
import { copyIn, type Tx, tokenList } from '../../database/index.ts';
import { type EarlierRows, numberMark } from '../earlier-rows.ts';
import type { ImportRef } from './deps.ts';

/**
 * Whom the rows of an import were about so far. Written in the transaction of their batch, so that
 * a run that goes on after a crash knows them too. `numberMarks`: how many record numbers are marked.
 */
export function marksOf(
  tx: Tx,
  { organizationId, importId }: ImportRef,
  numberMarks: number,
): EarlierRows {
  const among = async (marks: readonly string[]) => {
    if (marks.length === 0) return new Set<string>();
    const { rows } = await sql<{ mark: string }>`
      select encode(m.mark, 'hex') as mark
      from unnest(${bytes(marks)}) as wanted (mark),
      -- "offset 0": a look into the index for each, never the whole import
      lateral (
        select mark from import_marks
        where organization_id = ${organizationId} and import_id = ${importId}
          and mark = wanted.mark
        offset 0
      ) m`.execute(tx);
    return new Set(rows.map((row) => row.mark));
  };
  return {
    importId,
    contactsAmong: among,
    numbersAmong: async (numbers) =>
      numberMarks === 0 ? new Set() : among(numbers.map(numberMark)),
    async others() {
      const rows = await tx
        .selectFrom('imports')
        .select('id')
        .where('organization_id', '=', organizationId)
        .where('state', 'in', ['running', 'paused'])
        .where('id', '!=', importId)
        .execute();
      return new Set(rows.map(({ id }) => id));
    },
    async add({ contacts, numbers, others }) {
      const own = [...contacts, ...numbers].map((mark) => ({ importId, mark }));
      const all = [...own, ...others].toSorted((a, b) => (a.mark < b.mark ? -1 : 1));
      if (all.length === 0) return;
      await copyIn(
        tx,
        'import_marks',
        { organization_id: 'uuid', import_id: 'uuid', mark: 'bytea' },
        all.map((one) => [organizationId, one.importId, Buffer.from(one.mark, 'hex')]),
      );
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

const bytes = (marks: readonly string[]): RawBuilder<unknown> =>
  tokenList(marks.map((mark) => Buffer.from(mark, 'hex')));
