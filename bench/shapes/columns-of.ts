import { bucketOf } from '../../packages/server/src/database/bucket.ts';
import { dayText, type Person } from '../population/people.ts';
import type { Column } from './table-shape.ts';
import { ORGANIZATION, type Token, WORDS, type Words } from './tokens.ts';

/** The key of a big table, the bucket first. */
export const KEY: readonly Column[] = [
  { name: 'bucket', type: 'smallint', key: true, text: ({ id }) => String(bucketOf(id)) },
  { name: 'organization_id', type: 'uuid', key: true, text: () => ORGANIZATION },
  { name: 'contact_id', type: 'uuid', key: true, text: ({ id }) => id },
];

export const SCOPE = `organization_id = '${ORGANIZATION}'`;

/** The column of a number or a day. */
export function slot(name: string, type: 'float8' | 'date', at: number): Column {
  const text = ({ values }: Person) => {
    const drawn = values[at];
    if (typeof drawn !== 'number') return null;
    return type === 'date' ? dayText(drawn) : String(drawn);
  };
  return { name, type, text };
}

/** The tokens of a person's value or values. */
export function tokensOf({ values }: Person, at: number, kind: keyof Words): readonly Token[] {
  const drawn = values[at] ?? null;
  if (drawn === null) return [];
  const words = WORDS[at]?.[kind] ?? [];
  return (typeof drawn === 'number' ? [drawn] : drawn).flatMap((place) => words[place] ?? []);
}

export const arrayOf = (tokens: Iterable<Token>): string => `{${[...new Set(tokens)].join(',')}}`;
