import type { Attributes } from '@postern/core/values';
import { openContacts } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import { SealBroken } from '../keys/index.ts';
import type { Dispatch } from './load-dispatch.ts';

interface Of extends Pick<Dispatch, 'keys' | 'definitions'> {
  readonly organization: { readonly id: string };
}

/**
 * What is known of each; missing is who was deleted. One row that was altered must not hold up the
 * others: then they are opened one by one, and 'broken' is said of it.
 */
export async function openEach(
  deps: { readonly database: Database | Tx },
  dispatch: Of,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Attributes | 'broken'>> {
  const { keys, organization, definitions } = dispatch;
  try {
    const opened = await openContacts(deps.database, keys, organization.id, ids, definitions);
    return new Map([...opened].map(([id, { attributes }]) => [id, attributes]));
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    if (ids.length === 1) return new Map(ids.map((id) => [id, 'broken']));
    const alone = await Promise.all(ids.map((id) => openEach(deps, dispatch, [id])));
    return new Map(alone.flatMap((one) => [...one]));
  }
}
