import { ancestorForms } from '@postern/core/values';
import { sql } from 'kysely';
import { copyIn, type Database, list, type Tx, tokenList } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';

/** Comparable forms that are looked for, by their definition. */
export type WantedForms = ReadonlyMap<NumberedDefinition, ReadonlySet<string>>;

/** The number of a form, 1 or more; undefined where the dictionary has none. */
export type NumberOf = (definition: NumberedDefinition, form: string) => number | undefined;

const REMEMBERED = 200_000;
const remembered = new WeakMap<OrganizationKeys, Map<number, Map<string, number>>>();

/** What this process knows of an attribute's dictionary: numbers by form. */
function knownOf(keys: OrganizationKeys, attribute: number): Map<string, number> {
  let all = remembered.get(keys);
  if (all === undefined) remembered.set(keys, (all = new Map()));
  let known = all.get(attribute);
  if (known === undefined) all.set(attribute, (known = new Map()));
  return known;
}

/** The numbers of those forms that have one. */
export async function findNumbers(
  db: Database | Tx,
  keys: OrganizationKeys,
  wanted: WantedForms,
): Promise<NumberOf> {
  const found = new Map<number, ReadonlyMap<string, number>>();
  const asked = new Map<string, { readonly attribute: number; readonly form: string }>();
  const attributes: number[] = [];
  const tokens: Buffer[] = [];
  for (const [definition, forms] of wanted) {
    const attribute = definition.number;
    const known = knownOf(keys, attribute);
    if (known.size > REMEMBERED) known.clear();
    const numbers = new Map<string, number>();
    found.set(attribute, numbers);
    for (const form of forms) {
      const number = known.get(form);
      if (number !== undefined) numbers.set(form, number);
      else {
        const token = keys.valueToken(definition, form);
        asked.set(`${attribute} ${token.toString('hex')}`, { attribute, form });
        attributes.push(attribute);
        tokens.push(token);
      }
    }
  }
  if (tokens.length > 0) {
    const { rows } = await sql<{ attribute: number; token: Buffer; number: number; own: boolean }>`
      select v.attribute, v.token, v.number, v.own
      from unnest(${list('integer', attributes)}, ${tokenList(tokens)})
        as wanted (attribute, token),
      -- "offset 0": a look into the index for each
      lateral (
        select attribute, token, number,
          xmin::text::bigint = txid_current() % 4294967296 as own
        from attribute_values
        where organization_id = ${keys.organizationId}
          and attribute = wanted.attribute and token = wanted.token
        offset 0
      ) v
      where exists (select from attribute_values where organization_id = ${keys.organizationId})`.execute(
      db,
    );
    for (const { attribute, token, number, own } of rows) {
      const one = asked.get(`${attribute} ${token.toString('hex')}`);
      if (one === undefined) continue;
      (found.get(attribute) as Map<string, number>).set(one.form, number);
      // what this transaction has added may yet come to nothing
      if (!own) knownOf(keys, attribute).set(one.form, number);
    }
  }
  return (definition, form) => found.get(definition.number)?.get(form);
}

/**
 * The numbers of all these forms; those that have none get one, and so does whatever they lie under.
 * The caller is the organization's only writer of contacts.
 */
export async function takeNumbers(
  tx: Tx,
  keys: OrganizationKeys,
  wanted: WantedForms,
): Promise<NumberOf> {
  const all = withAncestors(wanted);
  const numberOf = await findNumbers(tx, keys, all);
  const added = new Map<number, Map<string, number>>();
  const missing = [...all].map(
    ([definition, forms]) =>
      [definition, [...forms].filter((form) => numberOf(definition, form) === undefined)] as const,
  );
  const some = missing.filter(([, forms]) => forms.length > 0);
  if (some.length === 0) return numberOf;
  const attributes = some.map(([definition]) => definition.number);
  const last = await lastNumbers(tx, keys.organizationId, attributes);
  const either: NumberOf = (definition, form) =>
    numberOf(definition, form) ?? added.get(definition.number)?.get(form);
  for (const [definition, forms] of some) {
    let next = last.get(definition.number) ?? 0;
    added.set(definition.number, new Map(forms.map((form) => [form, ++next])));
  }
  const rows = function* () {
    for (const [definition, forms] of some) {
      for (const form of forms) {
        const above = ancestorForms(definition, form);
        const under = above.flatMap((one) => either(definition, one) ?? []);
        const token = keys.valueToken(definition, form);
        const number = either(definition, form) ?? 0;
        yield [keys.organizationId, definition.number, token, number, under] as const;
      }
    }
  };
  await copyIn(tx, 'attribute_values', COLUMNS, rows());
  return either;
}

const COLUMNS = {
  organization_id: 'uuid',
  attribute: 'integer',
  token: 'bytea',
  number: 'integer',
  under: 'integer[]',
} as const;

function withAncestors(wanted: WantedForms): WantedForms {
  return new Map(
    [...wanted].map(([definition, forms]) => {
      const all = new Set(forms);
      for (const form of forms) for (const one of ancestorForms(definition, form)) all.add(one);
      return [definition, all] as const;
    }),
  );
}

async function lastNumbers(
  tx: Tx,
  organizationId: string,
  attributes: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ attribute: number; number: number }>`
    select wanted.attribute, v.number
    from unnest(${sql.val(attributes)}::integer[]) as wanted (attribute),
    lateral (
      select number from attribute_values
      where organization_id = ${organizationId} and attribute = wanted.attribute
      order by number desc limit 1
    ) v`.execute(tx);
  return new Map(rows.map(({ attribute, number }) => [attribute, number]));
}
