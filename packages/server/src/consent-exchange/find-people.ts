import { idsByKey, keyName, type LookupKey } from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { rejected, type Verdict } from './verdict.ts';

export interface Named {
  readonly recordNumber: string | null;
  readonly email: string | null;
}

/**
 * Whom rows are about: by record number where there is one, else by an address that one contact
 * alone has. Nobody is made; who is not on file is a verdict.
 */
export async function findPeople(
  tx: Tx,
  keys: OrganizationKeys,
  people: readonly Named[],
): Promise<readonly (string | Verdict)[]> {
  const wanted = people.map((one) => keyOf(keys, one));
  const found = await idsByKey(
    tx,
    keys.organizationId,
    wanted.flatMap((key) => key ?? []),
  );
  return people.map(({ recordNumber, email }, place) => {
    const key = wanted[place];
    const ids = key ? [...(found.get(keyName(key)) ?? [])] : [];
    const [id] = ids;
    const column = recordNumber === null ? 'email' : 'record_number';
    const text = recordNumber ?? email ?? '';
    if (id === undefined) {
      return rejected(column, text, 'somebody who is on file; nobody is made by this file');
    }
    return ids.length === 1
      ? id
      : rejected(column, text, 'one person; several have this, so a record number is needed');
  });
}

function keyOf(keys: OrganizationKeys, { recordNumber, email }: Named): LookupKey | null {
  if (recordNumber !== null) {
    return { kind: 'record_number', token: keys.lookupToken('record_number', recordNumber) };
  }
  return email === null ? null : { kind: 'email', token: keys.lookupToken('email', email) };
}
