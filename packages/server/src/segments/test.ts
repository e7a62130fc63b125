import { type RawBuilder, type SqlBool, sql } from 'kysely';

/** A condition on a row of `contacts c`; true or false, never null. */
export type Test = RawBuilder<SqlBool>;

/** The tests between parentheses with `word` between them; `none` when there are none. */
export function joined(tests: readonly Test[], word: RawBuilder<unknown>, none: Test): Test {
  return tests.length === 0 ? none : sql`(${sql.join(tests, word)})`;
}
