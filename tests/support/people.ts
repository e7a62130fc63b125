import type { Attributes } from '@postern/core/values';
import { v7 } from 'uuid';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import type { SendingWorld } from './sending-world.ts';

export interface Person {
  readonly id: string;
  readonly email: string;
}

/** In one transaction; more would hold the database's memory for nothing. */
const CHUNK = 5_000;

/** Contacts whose addresses are known to the test: what the sink writes down is compared by them. */
export async function addPeople(
  world: SendingWorld,
  count: number,
  { name = 'person', attributes = (_: number): Attributes => ({}), from = 0 } = {},
): Promise<Person[]> {
  const definitions = await loadDefinitions(world.database, world.organizationId);
  const people: Person[] = [];
  for (let begin = 0; begin < count; begin += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, count - begin) }, (_, at) => {
      const index = from + begin + at;
      const email = `${name}${index}@example.org`;
      const own = { given_name: `Person ${index}`, email };
      return { id: v7(), before: null, email, attributes: { ...own, ...attributes(index) } };
    });
    await inTransaction(world.database, (tx) =>
      writeContacts(tx, world.keys, definitions, chunk, new Date()),
    );
    people.push(...chunk.map(({ id, email }) => ({ id, email })));
  }
  return people;
}
