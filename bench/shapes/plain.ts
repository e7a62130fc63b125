import type pg from 'pg';
import { ancestorForms } from '../../packages/core/src/values/index.ts';
import { type Drawn, type Person, valueOf } from '../population/people.ts';
import { TRAITS, type Trait } from '../population/traits.ts';
import type { Shape } from './shape.ts';
import { type Column, tableShape } from './table-shape.ts';

const TYPES = {
  text: 'text',
  code: 'text',
  number: 'float8',
  date: 'date',
  boolean: 'boolean',
  list: 'text[]',
} as const;

/** P: nothing sealed, a column an attribute, an index a column. What the others are held against. */
export function plain(url: string, pool: pg.Pool): Shape {
  const columns = TRAITS.flatMap(columnsOf);
  return tableShape(url, pool, {
    name: 'P plain',
    table: 'shape_plain',
    columns: [{ name: 'id', type: 'uuid', key: true, text: ({ id }) => id }, ...columns],
    indexes: columns.map(({ name, type }) =>
      type.endsWith('[]') ? `using gin (${name})` : `(${name})`,
    ),
    scope: 'true',
    questions: {
      fits: ({ key }, test) => test(key),
      known: ({ key }) => `${key} is not null`,
      any: ({ key, type }, values) => {
        if (type === 'list') return `${key} && '{${values.map(quoted).join(',')}}'`;
        return `${key} in (${values.map((value) => `'${value}'`).join(', ')})`;
      },
      under: ({ key }, code) => `${key}_under @> '{${code}}'`,
    },
  });
}

function columnsOf(trait: Trait, at: number): readonly Column[] {
  const { key: name, type, system, pool } = trait;
  const column: Column = {
    name,
    type: TYPES[type],
    text: ({ values }) => written(trait, values[at] ?? null),
  };
  if (system !== 'icd-10-cm') return [column];
  const above = pool.map((code) => [code, ...ancestorForms(trait, code)]);
  const under = ({ values }: Person) => {
    const drawn = values[at] ?? null;
    if (drawn === null || typeof drawn === 'number') return null;
    return `{${[...new Set(drawn.flatMap((place) => above[place] ?? []))].join(',')}}`;
  };
  return [column, { name: `${name}_under`, type: TYPES.list, text: under }];
}

function written(trait: Trait, drawn: Drawn): string | null {
  if (drawn === null) return null;
  const value = valueOf(trait, drawn);
  return Array.isArray(value) ? `{${value.map(quoted).join(',')}}` : String(value);
}

const quoted = (text: string) => `"${text}"`;
