import { FINDINGS, type Finding, SURETIES, type Surety } from '@postern/core/hygiene';
import type { Database } from '../database/index.ts';

export interface HygieneCounts {
  readonly pairs: Readonly<Record<Surety, number>>;
  readonly findings: Readonly<Record<Finding, number>>;
}

/** How much of what was found is still to be decided, and of how many addresses there is what to say. */
export async function hygieneCounts(db: Database, organizationId: string): Promise<HygieneCounts> {
  const pairs = await db
    .selectFrom('duplicate_pairs')
    .select(['surety', (row) => row.fn.countAll<number>().as('count')])
    .where('organization_id', '=', organizationId)
    .where('apart_at', 'is', null)
    .groupBy('surety')
    .execute();
  const findings = await db
    .selectFrom('address_findings')
    .select(['finding', (row) => row.fn.countAll<number>().as('count')])
    .where('organization_id', '=', organizationId)
    .groupBy('finding')
    .execute();
  const of = <K extends string>(words: readonly K[], count: (word: K) => number | undefined) =>
    Object.fromEntries(words.map((word) => [word, Number(count(word) ?? 0)])) as Record<K, number>;
  return {
    pairs: of(SURETIES, (word) => pairs.find(({ surety }) => surety === word)?.count),
    findings: of(FINDINGS, (word) => findings.find(({ finding }) => finding === word)?.count),
  };
}
