import type pg from 'pg';
import type { Person } from '../population/people.ts';
import { TRAITS, type Trait } from '../population/traits.ts';
import { arrayOf, KEY, SCOPE, slot, tokensOf } from './columns-of.ts';
import type { Shape } from './shape.ts';
import { type Column, tableShape } from './table-shape.ts';
import { knownToken, tokenOf, underToken } from './tokens.ts';

const FLAGS = TRAITS.map((trait) => ['false', 'true'].map((value) => tokenOf(trait, value)));
const KNOWN = TRAITS.map(knownToken);

/** B: a row a contact; all tokens in one array with a GIN index, numbers and days in slots. */
export function array(url: string, pool: pg.Pool): Shape {
  const slots = TRAITS.flatMap(slotOf);
  const tokens: Column = { name: 'tokens', type: 'uuid[]', text: (one) => arrayOf(all(one)) };
  return tableShape(url, pool, {
    name: 'B array of tokens',
    table: 'shape_array',
    columns: [...KEY, tokens, ...slots],
    indexes: ['using gin (tokens)', ...slots.map(({ name }) => `(organization_id, ${name})`)],
    scope: SCOPE,
    questions: {
      fits: (trait, test) => {
        if (trait.type !== 'boolean') return test(nameOf(trait));
        // only `equals` asks it, and says which in quotes
        return holds([tokenOf(trait, /'(true|false)'/.exec(test(''))?.[1] ?? '')]);
      },
      known: (trait) =>
        trait.type === 'number' || trait.type === 'date'
          ? `${nameOf(trait)} is not null`
          : holds([knownToken(trait)]),
      any: (trait, values) => holds(values.map((value) => tokenOf(trait, value))),
      under: (trait, code) => holds([underToken(trait, code)]),
    },
  });
}

const nameOf = ({ number }: Trait) => `s${number}`;
const holds = (tokens: readonly string[]) =>
  tokens.length === 1 ? `tokens @> '{${tokens[0]}}'` : `tokens && '{${tokens.join(',')}}'`;

function slotOf(trait: Trait, at: number): readonly Column[] {
  if (trait.type === 'number') return [slot(nameOf(trait), 'float8', at)];
  return trait.type === 'date' ? [slot(nameOf(trait), 'date', at)] : [];
}

function* all(person: Person): Generator<string> {
  for (const [at, { type }] of TRAITS.entries()) {
    const drawn = person.values[at] ?? null;
    if (drawn === null || type === 'number' || type === 'date') continue;
    yield KNOWN[at] ?? '';
    if (type === 'boolean') yield FLAGS[at]?.[Number(drawn)] ?? '';
    else yield* [...tokensOf(person, at, 'own'), ...tokensOf(person, at, 'under')];
  }
}
