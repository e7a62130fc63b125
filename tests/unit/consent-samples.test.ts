import { readFileSync } from 'node:fs';
import {
  COLUMNS,
  cellsOf,
  columnsOf,
  readRow,
  readSuppression,
  SUPPRESSION_COLUMNS,
} from '@postern/core/consent-exchange';
import { defectsOf } from '@postern/core/gate';
import { expect, test } from 'vitest';

const NOW = new Date('2026-11-22T12:00:00Z');

/** Has no quoted cells. */
function rowsOf<const C extends string>(name: string, known: readonly C[]) {
  const file = new URL(`../../packages/web/public/samples/${name}.csv`, import.meta.url);
  const [head = [], ...rows] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  expect(head).toEqual(known);
  const columns = columnsOf(head, known);
  if (columns.kind !== 'columns') throw new Error(columns.problem);
  return rows.map((row) => cellsOf(row, columns.at, known));
}

test('the sample of consents has every heading, and rows that are taken in', () => {
  const rows = rowsOf('consents', COLUMNS).map((cells) => readRow(cells, NOW));
  expect(rows.map(({ kind }) => kind)).toEqual(['row', 'row']);
  const [fact] = rows.flatMap((one) =>
    one.kind === 'row' && one.row.fact.kind === 'authorization_signed' ? [one.row.fact] : [],
  );
  if (fact === undefined) throw new Error('The sample has no authorization.');
  const use = { kind: 'marketing', category: 'own_service', reveals: 'none' } as const;
  expect(defectsOf(fact.document, use, NOW.toISOString())).toEqual([]);
});

test('the sample of addresses has every heading, and rows that are taken in', () => {
  const rows = rowsOf('suppressions', SUPPRESSION_COLUMNS);
  expect(rows.map((cells) => readSuppression(cells, NOW).kind)).toEqual(['row', 'row']);
});
