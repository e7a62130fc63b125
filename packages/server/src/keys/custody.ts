import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

/** A holder that was not seen for so long holds no key any more: its lease is over before that. */
const GONE_AFTER_SECONDS = 60;
/** How long keys are used on the word of one look at the database. */
export const LEASE_SECONDS = 45;

/** Something of the keys changed: every process has to look. Answers the number of the change. */
export async function nextGeneration(tx: Tx): Promise<number> {
  const { generation } = await tx
    .updateTable('key_custody')
    .set({ generation: sql<number>`generation + 1` })
    .returning('generation')
    .executeTakeFirstOrThrow();
  return generation;
}

/** This process holds keys, and has heard of this generation. */
export async function signHolder(db: Database, id: string, generation: number): Promise<void> {
  await sql`
    insert into key_holders (id, generation) values (${id}, ${generation})
    on conflict (id) do update set generation = excluded.generation, seen_at = now()`.execute(db);
}

/** Whether every process that may hold keys has heard of it. */
export async function allHaveHeard(tx: Tx, generation: number): Promise<boolean> {
  await sql`delete from key_holders where seen_at < now() - interval '1 hour'`.execute(tx);
  const { rows } = await sql<{ behind: boolean }>`
    select exists (
      select from key_holders
      where generation < ${generation}
        and seen_at > now() - make_interval(secs => ${GONE_AFTER_SECONDS})
    ) as behind`.execute(tx);
  return rows[0]?.behind === false;
}
