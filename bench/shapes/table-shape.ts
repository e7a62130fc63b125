import type pg from 'pg';
import type { Person } from '../population/people.ts';
import { compile, type Questions } from './compile.ts';
import { openCopy } from './copy.ts';
import type { Shape } from './shape.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  /** Whether it is part of the key. */
  readonly key?: true;
  /** The value as PostgreSQL reads it. */
  text(person: Person): string | null;
}

export interface TableParts {
  readonly name: string;
  readonly table: string;
  readonly columns: readonly Column[];
  /** What each index is on, such as `using gin (tokens)`. */
  readonly indexes: readonly string[];
  readonly questions: Questions;
  /** Which rows are the organization's. */
  readonly scope: string;
}

/** A shape of one table with one row a contact. */
export function tableShape(url: string, pool: pg.Pool, parts: TableParts): Shape {
  const { name, table, columns, indexes, questions, scope } = parts;
  const keys = columns.filter(({ key }) => key).map((column) => column.name);
  const names = columns.map((column) => column.name);
  const rest = names.filter((one) => !keys.includes(one));
  const row = (person: Person) =>
    `${columns.map((column) => column.text(person) ?? '\\N').join('\t')}\n`;
  const update = `update ${table} t set (${rest.join(', ')}) = row(${rest
    .map((one) => `s.${one}`)
    .join(', ')}) from SOURCE s where ${keys.map((one) => `t.${one} = s.${one}`).join(' and ')}`;
  const values = columns.map(({ type }, at) => `$${at + 1}::${type}`).join(', ');
  const one = update.replace('SOURCE s', `(values (${values})) s(${names.join(', ')})`);
  return {
    name,
    tables: [table],
    async create() {
      const defined = columns.map((column) => `${column.name} ${column.type}`).join(', ');
      await pool.query(`create table ${table} (${defined}, primary key (${keys.join(', ')}))`);
      await pool.query(`create unlogged table ${table}_changes (${defined})`);
    },
    async load(people) {
      const copy = await openCopy(url, `copy ${table} (${names.join(', ')}) from stdin`);
      for (const person of people) {
        const full = copy.write(row(person));
        if (full) await full;
      }
      return copy.end();
    },
    async index() {
      for (const on of indexes) await pool.query(`create index on ${table} ${on}`);
    },
    async count(tree) {
      const { rows } = await pool.query<{ count: string }>(
        `select count(*) from ${table} where ${scope} and ${compile(tree, questions)}`,
      );
      return Number(rows[0]?.count);
    },
    async change(changes) {
      const [first] = changes;
      if (first && changes.length === 1) {
        await pool.query(
          one,
          columns.map((column) => column.text(first.person)),
        );
        return;
      }
      await pool.query(`truncate ${table}_changes`);
      const copy = await openCopy(url, `copy ${table}_changes from stdin`);
      for (const { person } of changes) await copy.write(row(person));
      await copy.end();
      await pool.query(`analyze ${table}_changes`);
      await pool.query(update.replace('SOURCE', `${table}_changes`));
    },
  };
}
