import { ancestorForms } from '@postern/core/values';
import { sql } from 'kysely';
import { copyIn, type Database, type Tx, tokenList } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';

/** Comparable forms that are looked for, by their definition. */
export type WantedForms = ReadonlyMap<NumberedDefinition, ReadonlySet<string>>;

/** The number of a form, 1 or more; undefined where the dictionary has none. */
export type NumberOf = (definition: NumberedDefinition, form: string) => number | undefined;

/** What this process knows of an attribute's dictionary. */
interface Remembered {
  readonly forms: Map<string, number>;
  /** By token in Latin-1: all up to number `highest` whose form is not known. */
  readonly tokens: Map<string, number>;
  highest: number;
}

const MOST_REMEMBERED = 200_000;
/**
 * So many are looked for one by one; for more the dictionary is read on from where it was, unless that is
 * so many times as much: a delta's 4,000 words are not worth reading 50,000 for (100 ms).
 */
const FEW = 32;
const LOOK = 4;
const remembered = new WeakMap<OrganizationKeys, Map<number, Remembered>>();

function rememberedOf(keys: OrganizationKeys, attribute: number): Remembered {
  const all = remembered.get(keys) ?? new Map<number, Remembered>();
  remembered.set(keys, all);
  const known = all.get(attribute) ?? { forms: new Map(), tokens: new Map(), highest: 0 };
  all.set(attribute, known);
  if (known.forms.size > MOST_REMEMBERED) {
    known.forms.clear();
    known.tokens.clear();
    known.highest = 0;
  }
  return known;
}

/** The numbers of those forms that have one. */
export async function findNumbers(
  db: Database | Tx,
  keys: OrganizationKeys,
  wanted: WantedForms,
): Promise<NumberOf> {
  const found = new Map<number, Map<string, number>>();
  for (const [definition, forms] of wanted) {
    const known = rememberedOf(keys, definition.number);
    const numbers = new Map<string, number>();
    found.set(definition.number, numbers);
    const missing = new Map<string, string>();
    for (const form of forms) {
      const number = known.forms.get(form);
      if (number !== undefined) numbers.set(form, number);
      else missing.set(keys.valueToken(definition, form).toString('latin1'), form);
    }
    if (missing.size === 0) continue;
    const look = { db, keys, attribute: definition.number, known };
    const answered = (await isWorthReading(look, missing.size))
      ? await readOn(look, missing)
      : await lookUp(look, [...missing.keys()]);
    for (const [token, { number, own }] of answered) {
      const form = missing.get(token);
      if (form === undefined) continue;
      numbers.set(form, number);
      // what this transaction has added may yet come to nothing
      if (own) continue;
      known.forms.set(form, number);
      known.tokens.delete(token);
    }
  }
  return (definition, form) => found.get(definition.number)?.get(form);
}

/** Whether its number is there for good: what a transaction added may yet come to nothing. */
export const isLasting = (
  keys: OrganizationKeys,
  { number }: NumberedDefinition,
  form: string,
): boolean => rememberedOf(keys, number).forms.has(form);

/** The forms whose numbers are known to be there for good; it grows. */
export const lastingForms = (
  keys: OrganizationKeys,
  { number }: NumberedDefinition,
): ReadonlyMap<string, number> => rememberedOf(keys, number).forms;

interface Look {
  readonly db: Database | Tx;
  readonly keys: OrganizationKeys;
  readonly attribute: number;
  readonly known: Remembered;
}
type Answered = Map<string, { readonly number: number; readonly own: boolean }>;
interface Entry {
  readonly token: Buffer;
  readonly number: number;
  readonly own: boolean;
}

async function isWorthReading({ db, keys, attribute, known }: Look, missing: number) {
  if (missing <= FEW) return false;
  const last = await lastNumbers(db, keys.organizationId, [attribute]);
  return (last.get(attribute) ?? 0) - known.highest < missing * LOOK;
}

/** A transaction that only reads has no number, and is given none for the question. */
const OWN = sql<boolean>`coalesce(
  xmin::text::bigint = pg_current_xact_id_if_assigned()::text::bigint % 4294967296, false)`;

/** Numbers ascend and no entry ever changes: what was added since is behind the highest. */
async function readOn(look: Look, missing: ReadonlyMap<string, string>): Promise<Answered> {
  const { db, keys, attribute, known } = look;
  const answered: Answered = new Map();
  if (known.highest < MOST_REMEMBERED) {
    const { rows } = await sql<Entry>`
      select token, number, ${OWN} as own from attribute_values
      where organization_id = ${keys.organizationId} and attribute = ${attribute}
        and number > ${known.highest}
      order by number limit ${MOST_REMEMBERED - known.highest}`.execute(db);
    let own = false;
    for (const row of rows) {
      own ||= row.own;
      const token = row.token.toString('latin1');
      if (own) answered.set(token, { number: row.number, own });
      else {
        known.tokens.set(token, row.number);
        known.highest = row.number;
      }
    }
  }
  const unknown: string[] = [];
  for (const token of missing.keys()) {
    const number = known.tokens.get(token);
    if (number !== undefined) answered.set(token, { number, own: false });
    else if (!answered.has(token)) unknown.push(token);
  }
  if (known.highest < MOST_REMEMBERED) return answered;
  return new Map([...answered, ...(await lookUp(look, unknown))]);
}

async function lookUp({ db, keys, attribute }: Look, tokens: readonly string[]): Promise<Answered> {
  if (tokens.length === 0) return new Map();
  const { rows } = await sql<Entry>`
    select v.token, v.number, v.own
    from unnest(${tokenList(tokens.map((token) => Buffer.from(token, 'latin1')))}) as wanted (token),
    -- by its order, one look into the index of tokens for each: of "token = ..." PostgreSQL believes while
    -- the table is new that the index of numbers is as good, and reads all of the attribute's
    lateral (
      select token, number, ${OWN} as own
      from attribute_values
      where organization_id = ${keys.organizationId} and attribute = ${attribute}
        and token >= wanted.token
      order by token
      limit 1
    ) v
    where v.token = wanted.token`.execute(db);
  return new Map(rows.map(({ token, number, own }) => [token.toString('latin1'), { number, own }]));
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
  const all = withAncestors(keys, wanted);
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

/** Of what has a number for good, whatever it lies under has one too. */
function withAncestors(keys: OrganizationKeys, wanted: WantedForms): WantedForms {
  return new Map(
    [...wanted].map(([definition, forms]) => {
      const all = new Set(forms);
      for (const form of forms) {
        if (isLasting(keys, definition, form)) continue;
        for (const one of ancestorForms(definition, form)) all.add(one);
      }
      return [definition, all] as const;
    }),
  );
}

async function lastNumbers(
  db: Database | Tx,
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
    ) v`.execute(db);
  return new Map(rows.map(({ attribute, number }) => [attribute, number]));
}
