import { featuresOf, type Likeness, likeness } from '@postern/core/hygiene';
import { loadDefinitions, openContacts } from '../contacts/index.ts';
import { BUCKETS, bucketOf } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type Look, moveLook } from './look.ts';
import type { Sightings } from './sightings.ts';

const AT_ONCE = 200;
/** More than anybody looks through; the rest comes with the next look, when some are decided. */
const MOST = 100_000;

type Twins = readonly [string, string];

/**
 * Opens the pairs that have something in common and writes down those that may be one person. That
 * somebody said of a pair that they are two stays, whatever is found.
 */
export async function comparePairs(
  look: Look,
  keys: OrganizationKeys,
  seen: Sightings,
  at: Date,
  signal: AbortSignal,
): Promise<boolean> {
  const pairs = seen.pairs(MOST);
  for (let from = 0; from < pairs.length; from += AT_ONCE) {
    if (signal.aborted) return false;
    const some = pairs.slice(from, from + AT_ONCE);
    await keepPairs(look, await likeOnes(look, keys, some), at);
    await moveLook(look, { step: 'pairs', done: from + some.length, total: pairs.length });
  }
  const { database, organizationId, id } = look;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    await database
      .deleteFrom('duplicate_pairs')
      .where('bucket', '=', bucket)
      .where('organization_id', '=', organizationId)
      .where('look_id', '!=', id)
      .where('apart_at', 'is', null)
      .execute();
  }
  return true;
}

interface Found extends Likeness {
  readonly pair: Twins;
}

async function likeOnes(
  { database, organizationId }: Look,
  keys: OrganizationKeys,
  pairs: readonly Twins[],
): Promise<readonly Found[]> {
  const definitions = await loadDefinitions(database, organizationId);
  const ids = [...new Set(pairs.flat())];
  const opened = await openContacts(database, keys, organizationId, ids, definitions);
  return pairs.flatMap((pair) => {
    const [one, other] = pair.map((id) => opened.get(id));
    if (!one || !other) return [];
    const like = likeness(featuresOf(one.attributes), featuresOf(other.attributes));
    return like === null ? [] : [{ ...like, pair }];
  });
}

async function keepPairs(
  { database, organizationId, id }: Look,
  found: readonly Found[],
  at: Date,
): Promise<void> {
  if (found.length === 0) return;
  await database
    .insertInto('duplicate_pairs')
    .values(
      found.map(({ pair: [one, other], reasons, surety }) => ({
        bucket: bucketOf(one),
        organization_id: organizationId,
        contact_id: one,
        other_id: other,
        reasons: [...reasons],
        surety,
        found_at: at,
        look_id: id,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['bucket', 'organization_id', 'contact_id', 'other_id'])
        .doUpdateSet((row) => ({
          reasons: row.ref('excluded.reasons'),
          surety: row.ref('excluded.surety'),
          look_id: row.ref('excluded.look_id'),
        })),
    )
    .execute();
}
