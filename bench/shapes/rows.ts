import type pg from 'pg';
import { bucketOf } from '../../packages/server/src/database/bucket.ts';
import { type Drawn, dayText, type Person } from '../population/people.ts';
import { TRAITS, type Trait } from '../population/traits.ts';
import { compile, type Questions } from './compile.ts';
import { openCopy } from './copy.ts';
import type { Shape } from './shape.ts';
import { ORGANIZATION, tokenOf, WORDS } from './tokens.ts';

const COLUMNS = ['token', 'number', 'day'];
/** About what an identity and values take when they are sealed: the rows that a count starts from. */
const SEALED = `\\\\x${'5a'.repeat(600)}`;

/** A: a row a value and an ancestor of a code; a condition asks whether a row of the contact fits. */
export function rows(url: string, pool: pg.Pool): Shape {
  return {
    name: 'A row a value',
    tables: ['shape_rows'],
    async create() {
      await pool.query(`
        create table shape_rows (
          bucket smallint not null, organization_id uuid not null, contact_id uuid not null,
          attribute integer not null, ordinal smallint not null, token bytea,
          ancestor boolean not null, number float8, day date, flag boolean,
          primary key (bucket, organization_id, contact_id, attribute, ordinal));
        create table shape_rows_contacts (
          bucket smallint not null, organization_id uuid not null, id uuid not null,
          sealed bytea not null, primary key (bucket, organization_id, id))`);
    },
    async load(people) {
      const copy = await openCopy(url, 'copy shape_rows from stdin');
      const contacts = await openCopy(url, 'copy shape_rows_contacts from stdin');
      for (const person of people) {
        const bucket = bucketOf(person.id);
        const one = contacts.write(`${bucket}\t${ORGANIZATION}\t${person.id}\t${SEALED}\n`);
        if (one) await one;
        const full = copy.write(rowsOf(person, TRAITS.keys()));
        if (full) await full;
      }
      await contacts.end();
      const seconds = await copy.end();
      await pool.query('vacuum analyze shape_rows_contacts');
      return seconds;
    },
    async index() {
      for (const column of COLUMNS) {
        await pool.query(
          `create index on shape_rows (organization_id, attribute, ${column}, bucket, contact_id)
            where ${column} is not null`,
        );
      }
    },
    async count(tree) {
      const found = await pool.query<{ count: string }>(
        `select count(*) from shape_rows_contacts c
          where c.organization_id = '${ORGANIZATION}' and ${compile(tree, QUESTIONS)}`,
      );
      return Number(found.rows[0]?.count);
    },
    async change(changes) {
      const buckets: number[] = [];
      const contacts: string[] = [];
      const attributes: number[] = [];
      for (const { person, changed } of changes) {
        for (const at of changed) {
          buckets.push(bucketOf(person.id));
          contacts.push(person.id);
          attributes.push(at + 1);
        }
      }
      await pool.query(
        `delete from shape_rows v using unnest($1::smallint[], $2::uuid[], $3::int[])
            c(bucket, contact_id, attribute)
          where v.bucket = c.bucket and v.organization_id = $4
            and v.contact_id = c.contact_id and v.attribute = c.attribute`,
        [buckets, contacts, attributes, ORGANIZATION],
      );
      const copy = await openCopy(url, 'copy shape_rows from stdin');
      for (const { person, changed } of changes) await copy.write(rowsOf(person, changed));
      await copy.end();
    },
  };
}

function has({ number }: Trait, what: string): string {
  return `exists (select from shape_rows v where v.bucket = c.bucket
    and v.organization_id = '${ORGANIZATION}' and v.contact_id = c.id
    and v.attribute = ${number} and ${what})`;
}

const bytes = (token: string) => `'\\x${token}'::bytea`;
const COLUMN_OF: Readonly<Record<string, string>> = {
  number: 'number',
  date: 'day',
  boolean: 'flag',
};
const columnOf = ({ type }: Trait) => `v.${COLUMN_OF[type] ?? 'token'}`;

const QUESTIONS: Questions = {
  fits: (trait, test) => has(trait, test(columnOf(trait))),
  known: (trait) => has(trait, `${columnOf(trait)} is not null and not v.ancestor`),
  any: (trait, values) =>
    has(
      trait,
      `v.token in (${values.map((value) => bytes(tokenOf(trait, value))).join(', ')}) and not v.ancestor`,
    ),
  under: (trait, code) => has(trait, `v.token = ${bytes(tokenOf(trait, code))}`),
};

function rowsOf(person: Person, places: Iterable<number>): string {
  const head = `${bucketOf(person.id)}\t${ORGANIZATION}\t${person.id}\t`;
  let text = '';
  for (const at of places)
    text += attributeRows(`${head}${at + 1}\t`, at, person.values[at] ?? null);
  return text;
}

function attributeRows(head: string, at: number, drawn: Drawn): string {
  const trait = TRAITS[at];
  const words = WORDS[at];
  if (drawn === null || !trait || !words) return '';
  if (typeof drawn === 'number') {
    switch (trait.type) {
      case 'number':
        return `${head}0\t\\N\tf\t${drawn}\t\\N\t\\N\n`;
      case 'date':
        return `${head}0\t\\N\tf\t\\N\t${dayText(drawn)}\t\\N\n`;
      case 'boolean':
        return `${head}0\t\\N\tf\t\\N\t\\N\t${drawn === 1 ? 't' : 'f'}\n`;
      default:
        return `${head}0\t\\\\x${words.own[drawn]}\tf\t\\N\t\\N\t\\N\n`;
    }
  }
  const own = drawn.map((place) => words.own[place] ?? '');
  const above = new Set(drawn.flatMap((place) => words.above[place] ?? []));
  for (const token of own) above.delete(token);
  const row = (ordinal: number, token: string, ancestor: 't' | 'f') =>
    `${head}${ordinal}\t\\\\x${token}\t${ancestor}\t\\N\t\\N\t\\N\n`;
  return (
    own.map((token, ordinal) => row(ordinal, token, 'f')).join('') +
    [...above].map((token, place) => row(-1 - place, token, 't')).join('')
  );
}
