import type { Person } from '../population/people.ts';
import type { AskedTree } from '../population/segments.ts';

/** A person as they are from now on, and which of TRAITS changed. */
export interface Change {
  readonly person: Person;
  readonly changed: readonly number[];
}

/** One way to keep attributes. Its tables are empty after `create`. */
export interface Shape {
  readonly name: string;
  readonly tables: readonly string[];
  create(): Promise<void>;
  /** By COPY, in the order in which people come. Answers the seconds that PostgreSQL computed. */
  load(people: Iterable<Person>): Promise<number>;
  /** What is cheaper made after the load than kept during it. */
  index(): Promise<void>;
  count(tree: AskedTree): Promise<number>;
  /** All of them in one transaction. */
  change(changes: readonly Change[]): Promise<void>;
}
