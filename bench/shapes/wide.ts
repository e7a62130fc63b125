import type pg from 'pg';
import { TRAITS, type Trait } from '../population/traits.ts';
import { arrayOf, KEY, SCOPE, slot, tokensOf } from './columns-of.ts';
import type { Shape } from './shape.ts';
import { type Column, tableShape } from './table-shape.ts';
import { tokenOf } from './tokens.ts';

/** C: a row a contact; a slot an attribute with an index of its own, lists as arrays of tokens. */
export function wide(url: string, pool: pg.Pool): Shape {
  const slots = TRAITS.flatMap(slotsOf);
  return tableShape(url, pool, {
    name: 'C wide row',
    table: 'shape_wide',
    columns: [...KEY, ...slots],
    indexes: slots.map(({ name, type }) =>
      type.endsWith('[]') ? `using gin (${name})` : `(organization_id, ${name})`,
    ),
    scope: SCOPE,
    questions: {
      fits: (trait, test) => test(nameOf(trait)),
      known: (trait) => `${nameOf(trait)} is not null`,
      any: (trait, values) => {
        const tokens = values.map((value) => tokenOf(trait, value));
        if (trait.type === 'list') return `${nameOf(trait)} && '{${tokens.join(',')}}'`;
        return `${nameOf(trait)} in (${tokens.map((token) => `'${token}'`).join(', ')})`;
      },
      under: (trait, code) => `${nameOf(trait)}_under @> '{${tokenOf(trait, code)}}'`,
    },
  });
}

const nameOf = ({ number }: Trait) => `s${number}`;

function slotsOf(trait: Trait, at: number): readonly Column[] {
  const name = nameOf(trait);
  switch (trait.type) {
    case 'number':
      return [slot(name, 'float8', at)];
    case 'date':
      return [slot(name, 'date', at)];
    case 'boolean':
      return [
        {
          name,
          type: 'boolean',
          text: ({ values }) => (values[at] === null ? null : String(values[at] === 1)),
        },
      ];
    case 'text':
    case 'code':
      return [{ name, type: 'uuid', text: (person) => tokensOf(person, at, 'own')[0] ?? null }];
    case 'list': {
      const own: Column = {
        name,
        type: 'uuid[]',
        text: (person) => {
          const tokens = tokensOf(person, at, 'own');
          return tokens.length === 0 ? null : arrayOf(tokens);
        },
      };
      if (trait.system !== 'icd-10-cm') return [own];
      const under: Column = {
        name: `${name}_under`,
        type: 'uuid[]',
        text: (person) =>
          own.text(person) &&
          arrayOf([...tokensOf(person, at, 'own'), ...tokensOf(person, at, 'above')]),
      };
      return [own, under];
    }
  }
}
