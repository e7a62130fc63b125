import {
  COLUMNS,
  type ConsentRow,
  cellsOf,
  columnsOf,
  readRow,
  readSuppression,
  SUPPRESSION_COLUMNS,
  type SuppressionRow,
} from '@postern/core/consent-exchange';
import type { CsvRecord } from '@postern/core/contacts';
import { recordConsent } from '../consent/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { ExchangeRef } from './deps.ts';
import { earlierOf, NOTHING_EARLIER } from './earlier.ts';
import { findPeople } from './find-people.ts';
import type { ExchangeKind } from './get-exchange.ts';
import { judgeConsents } from './judge-consents.ts';
import { judgeSuppressions } from './judge-suppressions.ts';
import type { Verdict } from './verdict.ts';

/** A run's view of its file. */
export interface Plan {
  readonly ref: ExchangeRef;
  readonly keys: OrganizationKeys;
  readonly kind: ExchangeKind;
  readonly headings: readonly string[];
  readonly fileName: string;
  readonly actor: string;
  readonly topics: ReadonlyMap<string, string>;
  /** False while the file is checked: then nothing is written but what is to be said of its rows. */
  readonly write: boolean;
}

/** A verdict for each record, in order; with `write`, what is valid is written. */
export async function judgeBatch(
  tx: Tx,
  plan: Plan,
  records: readonly CsvRecord[],
  now: Date,
): Promise<readonly Verdict[]> {
  const verdicts: (Verdict | null)[] = records.map((record) =>
    record.kind === 'broken' ? { kind: 'rejected', faults: [], reasons: [record.reason] } : null,
  );
  const places = (rest: readonly unknown[]) =>
    rest.flatMap((one, at) => (one === null ? [at] : []));
  if (plan.kind === 'consents') await consents(tx, plan, records, verdicts, places(verdicts), now);
  else await suppressions(tx, plan, records, verdicts, places(verdicts), now);
  return verdicts.map((one) => {
    if (one === null) throw new Error('A row has no verdict.');
    return one;
  });
}

async function consents(
  tx: Tx,
  plan: Plan,
  records: readonly CsvRecord[],
  verdicts: (Verdict | null)[],
  places: readonly number[],
  now: Date,
): Promise<void> {
  const columns = columnsOf(plan.headings, COLUMNS);
  if (columns.kind === 'refused') throw new Error('The heading was found good before.');
  const read: { place: number; line: number; row: ConsentRow }[] = [];
  for (const place of places) {
    const record = records[place];
    if (!record) continue;
    const one = readRow(cellsOf(record.fields, columns.at, COLUMNS), now);
    if (one.kind === 'row') read.push({ place, line: record.line, row: one.row });
    else verdicts[place] = { kind: 'rejected', faults: one.faults };
  }
  const people = await findPeople(
    tx,
    plan.keys,
    read.map(({ row }) => row),
  );
  const found = read.flatMap(({ place, line, row }, index) => {
    const contactId = people[index];
    if (typeof contactId === 'string') {
      return [{ place, claim: { ...row, contactId, file: { name: plan.fileName, line } } }];
    }
    verdicts[place] = contactId ?? null;
    return [];
  });
  const judging = {
    keys: plan.keys,
    source: 'import',
    actor: plan.actor,
    now,
    earlier: plan.write ? NOTHING_EARLIER : earlierOf(tx, plan.ref),
    topics: plan.topics,
  } as const;
  const judged = await judgeConsents(
    tx,
    judging,
    found.map(({ claim }) => claim),
  );
  for (const [index, { place }] of found.entries()) {
    verdicts[place] = judged[index]?.verdict ?? null;
  }
  if (!plan.write) return;
  await recordConsent(
    tx,
    plan.keys,
    judged.flatMap(({ event }) => event ?? []),
  );
}

async function suppressions(
  tx: Tx,
  plan: Plan,
  records: readonly CsvRecord[],
  verdicts: (Verdict | null)[],
  places: readonly number[],
  now: Date,
): Promise<void> {
  const columns = columnsOf(plan.headings, SUPPRESSION_COLUMNS);
  if (columns.kind === 'refused') throw new Error('The heading was found good before.');
  const read: { place: number; row: SuppressionRow }[] = [];
  for (const place of places) {
    const fields = records[place]?.fields ?? [];
    const one = readSuppression(cellsOf(fields, columns.at, SUPPRESSION_COLUMNS), now);
    if (one.kind === 'row') read.push({ place, row: one.row });
    else verdicts[place] = { kind: 'rejected', faults: one.faults };
  }
  const { keys, actor, write } = plan;
  const earlier = write ? NOTHING_EARLIER : earlierOf(tx, plan.ref);
  const judged = await judgeSuppressions(
    tx,
    { keys, actor, now, earlier, write },
    read.map(({ row }) => row),
  );
  for (const [index, { place }] of read.entries()) verdicts[place] = judged[index] ?? null;
}
