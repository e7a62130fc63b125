import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ColumnMapping } from '../../packages/core/src/contacts/index.ts';
import {
  createDefinition,
  type NumberedDefinition,
} from '../../packages/server/src/contacts/index.ts';
import { type Database, inTransaction } from '../../packages/server/src/database/index.ts';
import { attributesOf, people } from '../population/people.ts';
import { TRAITS } from '../population/traits.ts';

/** What says who somebody is; with the twenty traits, 25 columns. */
const IDENTITY = ['record_number', 'given_name', 'family_name', 'email', 'phone'] as const;
const GIVEN =
  'Ann Ben Carla Dmitri Elena Farid Grace Hugo Ines Jamal Keiko Liam Maria Noor Omar Pia'.split(
    ' ',
  );
const FAMILY =
  'Abbott Baker Castillo Doyle Engel Fuentes Garcia Huang Ito Jensen Kumar Lopez'.split(' ');
const ROWS_A_PIECE = 500;

/** Gives an organization the attributes of the population; answers which column holds which. */
export async function defineTraits(
  database: Database,
  organizationId: string,
): Promise<ColumnMapping> {
  const identity = IDENTITY.map((attribute, column) => ({ column, attribute }));
  const rest: { column: number; attribute: string }[] = [];
  for (const [at, trait] of TRAITS.entries()) {
    const { key } = await inTransaction(database, (tx) => defined(tx, organizationId, trait));
    rest.push({ column: IDENTITY.length + at, attribute: key });
  }
  return [...identity, ...rest];
}

async function defined(
  tx: Parameters<typeof createDefinition>[0],
  organizationId: string,
  { key, type, system, sensitivity }: (typeof TRAITS)[number],
): Promise<NumberedDefinition> {
  const label = `Bench ${key}`;
  const made = await createDefinition(tx, organizationId, {
    label,
    type,
    sensitivity,
    system: type === 'list' || type === 'code' ? system : null,
  });
  if (made.kind === 'refused') throw new Error(made.problem);
  return made.definition;
}

/**
 * Writes a file of so many people of the population, from `first` on. `changed` gives each of them three
 * other values: those of somebody else's in the last three traits.
 */
export async function writeImportFile(
  path: string,
  count: number,
  { first = 0, changed = false }: { readonly first?: number; readonly changed?: boolean } = {},
): Promise<void> {
  await pipeline(Readable.from(pieces(count, first, changed)), createWriteStream(path));
}

function* pieces(count: number, first: number, changed: boolean): Generator<string> {
  let lines = [[...IDENTITY, ...TRAITS.map(({ key }) => key)].join(',')];
  let place = first;
  const others = changed ? people(count, 2, first) : null;
  for (const person of people(count, 1, first)) {
    const known = attributesOf(person);
    const other = others?.next().value;
    const news = other ? attributesOf(other) : known;
    const cells = TRAITS.map(({ key }, at) => {
      const value = (at >= TRAITS.length - 3 ? news : known)[key];
      return Array.isArray(value) ? value.join(';') : String(value ?? '');
    });
    const given = GIVEN[place % GIVEN.length];
    const family = `${FAMILY[place % FAMILY.length]}${place % 997}`;
    const phone = `+1503${String(5_000_000 + (place % 4_000_000)).padStart(7, '0')}`;
    lines.push(
      [
        `R${10_000_000 + place}`,
        given,
        family,
        `p${place}@mail${place % 50}.example.org`,
        phone,
        ...cells,
      ].join(','),
    );
    place += 1;
    if (lines.length < ROWS_A_PIECE) continue;
    yield `${lines.join('\n')}\n`;
    lines = [];
  }
  if (lines.length > 0) yield `${lines.join('\n')}\n`;
}
