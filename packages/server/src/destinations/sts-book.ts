import type { StsPolicy } from '@postern/core/delivery';
import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/** A policy as it was fetched. */
export interface KnownPolicy extends StsPolicy {
  readonly id: string;
  readonly fetchedAt: Date;
}

/** What is remembered of the policies of MTA-STS, across restarts and for all processes. */
export interface StsBook {
  /** The policy that was fetched last, however old. */
  read(domain: string): Promise<KnownPolicy | null>;
  /** Also forgets that it could not be fetched. */
  keep(domain: string, policy: KnownPolicy): Promise<void>;
  /** Notes that the policy of this id could not be fetched; answers since when that is so. */
  failed(domain: string, id: string, at: Date): Promise<Date>;
}

/** The book in PostgreSQL. Policies are public: they belong to no organization. */
export function stsBook(database: Database): StsBook {
  return {
    async read(domain) {
      const row = await database
        .selectFrom('sts_policies')
        .select(['id', 'mode', 'mx', 'max_age', 'fetched_at'])
        .where('domain', '=', domain)
        .executeTakeFirst();
      if (row === undefined) return null;
      const { id, mode, mx, max_age: maxAge, fetched_at: fetchedAt } = row;
      if (id === null || mode === null || mx === null || maxAge === null) return null;
      return fetchedAt === null ? null : { id, mode, mx, maxAge, fetchedAt };
    },

    async keep(domain, { id, mode, mx, maxAge, fetchedAt }) {
      const policy = { id, mode, mx: [...mx], max_age: maxAge, fetched_at: fetchedAt };
      await database
        .insertInto('sts_policies')
        .values({ domain, ...policy })
        .onConflict((conflict) =>
          conflict
            .column('domain')
            .doUpdateSet({ ...policy, failing_id: null, failing_since: null }),
        )
        .execute();
    },

    async failed(domain, id, at) {
      const row = await database
        .insertInto('sts_policies')
        .values({ domain, failing_id: id, failing_since: at })
        .onConflict((conflict) =>
          conflict.column('domain').doUpdateSet({
            failing_id: id,
            failing_since: sql`case when sts_policies.failing_id = excluded.failing_id
              then sts_policies.failing_since else excluded.failing_since end`,
          }),
        )
        .returning('failing_since')
        .executeTakeFirstOrThrow();
      return row.failing_since ?? at;
    },
  };
}
