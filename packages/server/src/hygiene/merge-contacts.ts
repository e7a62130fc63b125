import { mergedValues } from '@postern/core/hygiene';
import { mergeLedgers } from '../authorizations/index.ts';
import { absorbContact, holdPair, type Pair } from '../contacts/index.ts';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { pairPlace } from './pair-place.ts';

export interface Merger {
  readonly intoId: string;
  readonly fromId: string;
  /** By attribute: whose value stays; of the rest the default of `mergedValues`. */
  readonly chosen: Readonly<Record<string, 'into' | 'from'>>;
  /** When each was last changed as whoever decides has seen it. */
  readonly seen: { readonly into: string; readonly from: string };
  /** A user's id. */
  readonly by: string;
}

/** `changed`: one of them says something else by now; it has to be looked at again. */
export type Merged = 'merged' | 'unknown' | 'changed';

/**
 * Makes one record of two that are one person. The one keeps what was chosen and the stricter of what
 * both allowed and refused, with all that was signed; of the other a trace stays. An address that was
 * suppressed is so still, whoever has it.
 */
export async function mergeContacts(
  tx: Tx,
  keys: OrganizationKeys,
  { intoId, fromId, chosen, seen, by }: Merger,
  at: Date,
): Promise<Merged> {
  const pair = await holdPair(tx, keys, intoId, fromId);
  if (pair === null) return 'unknown';
  if (seen.into !== timeOf(pair.into) || seen.from !== timeOf(pair.from)) return 'changed';
  const attributes = mergedValues(sideOf(pair.into), sideOf(pair.from), chosen);
  await mergeLedgers(tx, keys, fromId, intoId, at);
  await absorbContact(tx, keys, pair, { attributes, by, at });
  await movePairs(tx, keys.organizationId, fromId, intoId);
  await tx
    .deleteFrom('address_findings')
    .where('organization_id', '=', keys.organizationId)
    .where('bucket', '=', bucketOf(fromId))
    .where('contact_id', '=', fromId)
    .execute();
  return 'merged';
}

const timeOf = ({ updatedAt }: Pair['into']) => updatedAt.toISOString();
const sideOf = (one: Pair['into']) => ({ attributes: one.attributes, updatedAt: timeOf(one) });

/** With whom the one may be one person, or is not, holds for the other now. */
async function movePairs(
  tx: Tx,
  organizationId: string,
  fromId: string,
  intoId: string,
): Promise<void> {
  const rows = await tx
    .deleteFrom('duplicate_pairs')
    .where('organization_id', '=', organizationId)
    .where((pair) => pair.or([pair('contact_id', '=', fromId), pair('other_id', '=', fromId)]))
    .returningAll()
    .execute();
  for (const row of rows) {
    const other = row.contact_id === fromId ? row.other_id : row.contact_id;
    if (other === intoId) continue;
    await tx
      .insertInto('duplicate_pairs')
      .values({ ...row, ...pairPlace(organizationId, other, intoId) })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
