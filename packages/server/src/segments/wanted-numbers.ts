import type { NormalForm, WantedItems } from '@postern/core/segments';
import { sql } from 'kysely';
import { findNumbers, type NumberedDefinition } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';

/** The wanted items of a form as the dictionary's numbers: 1 at each; null when all are wanted. */
export type WantedNumbersOf = (form: WantedItems) => Uint8Array | null;

/** So far the numbers of most columns reach: none of them is looked for behind the end. */
const WIDEST_16 = 2 ** 16 - 1;

interface Asked {
  readonly definition: NumberedDefinition;
  readonly form: NormalForm;
}

/** Looks the literals of a segment up, all together; a code brings whatever lies under it. */
export async function wantedNumbers(
  db: Database | Tx,
  keys: OrganizationKeys,
  asked: readonly Asked[],
): Promise<WantedNumbersOf> {
  const forms = new Map<NumberedDefinition, Set<string>>();
  for (const { definition, form } of asked) {
    if (form.kind !== 'items' || form.wanted === null) continue;
    const some = forms.get(definition) ?? new Set();
    forms.set(definition, some);
    for (const one of form.wanted) some.add(one);
  }
  const numberOf = await findNumbers(db, keys, forms);
  const found = new Map<WantedItems, Uint8Array>();
  for (const { definition, form } of asked) {
    if (form.kind !== 'items' || form.wanted === null) continue;
    const numbers = [...form.wanted].flatMap((one) => numberOf(definition, one) ?? []);
    const all = form.under ? await withUnder(db, keys, definition, numbers) : numbers;
    const wanted = new Uint8Array(1 + all.reduce((most, one) => Math.max(most, one), WIDEST_16));
    for (const number of all) wanted[number] = 1;
    found.set(form, wanted);
  }
  return (form) => (form.wanted === null ? null : (found.get(form) ?? new Uint8Array(1)));
}

async function withUnder(
  db: Database | Tx,
  { organizationId }: OrganizationKeys,
  { number: attribute }: NumberedDefinition,
  numbers: readonly number[],
): Promise<readonly number[]> {
  if (numbers.length === 0) return [];
  const { rows } = await sql<{ number: number }>`
    select number from attribute_values
    where organization_id = ${organizationId} and attribute = ${attribute}
      and under && ${sql.val(numbers)}::integer[]`.execute(db);
  return [...numbers, ...rows.map(({ number }) => number)];
}
