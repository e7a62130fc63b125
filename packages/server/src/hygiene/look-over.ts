import { readEmail } from '@postern/core/contacts';
import { featuresOf, matchForms } from '@postern/core/hygiene';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { countContacts, doubtOf, loadDefinitions, openContacts } from '../contacts/index.ts';
import { BUCKETS } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { askDomains } from './ask-domains.ts';
import { comparePairs } from './compare-pairs.ts';
import type { HygieneDeps } from './deps.ts';
import { keepFindings } from './keep-findings.ts';
import { beginLook, endLook, type Look, moveLook } from './look.ts';
import { type Sighting, Sightings } from './sightings.ts';

const AT_ONCE = 500;
/** Buckets after which it is told how far it is. */
const TOLD_EVERY = 8;

/**
 * Looks at all contacts of an organization, bucket by bucket, and writes down whose records may be one
 * person and whose address is none: contacts, then domains, then pairs. What was found stands until the
 * look is at its end. Nothing is kept of where it was: one that is interrupted (false) begins anew.
 *
 * Not when contacts are written: an import would pay for it with a hash and a row for each of seven
 * kinds, and a thief of the database would find a register of who is the same person as whom.
 */
export async function lookOver(
  deps: HygieneDeps,
  organizationId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { database, keyring, now } = deps;
  const keys = await keyring.of(organizationId);
  const look = { database, organizationId, id: v7() };
  await beginLook(look, now());
  try {
    const seen = new Sightings(await countContacts(database, organizationId));
    if (!(await seeAll(look, keys, seen, signal))) return false;
    if (!(await askDomains(deps, look, keys, seen, signal))) return false;
    await keepFindings(look, seen.findings());
    if (!(await comparePairs(look, keys, seen, now(), signal))) return false;
    await endLook(look, 'done', now());
    return true;
  } catch (error) {
    await endLook(look, 'failed', now());
    throw error;
  }
}

async function seeAll(
  look: Look,
  keys: OrganizationKeys,
  seen: Sightings,
  signal: AbortSignal,
): Promise<boolean> {
  const { database, organizationId } = look;
  const definitions = await loadDefinitions(database, organizationId);
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    let last: string | null = null;
    for (;;) {
      if (signal.aborted) return false;
      const { rows }: { readonly rows: readonly { readonly id: string }[] } = await sql<{
        readonly id: string;
      }>`
        select id from contacts
        where bucket = ${bucket} and organization_id = ${organizationId}
          and (${last}::uuid is null or id > ${last}::uuid)
        order by id limit ${AT_ONCE}`.execute(database);
      const ids = rows.map(({ id }) => id);
      const opened = await openContacts(database, keys, organizationId, ids, definitions);
      for (const { id, attributes } of opened.values()) seen.add(sightingOf(id, attributes));
      last = ids.at(-1) ?? null;
      if (ids.length < AT_ONCE) break;
    }
    const done = bucket + 1;
    if (done % TOLD_EVERY > 0) continue;
    await moveLook(look, { step: 'contacts', done, total: BUCKETS, contacts: seen.count });
  }
  return true;
}

function sightingOf(id: string, attributes: Parameters<typeof featuresOf>[0]): Sighting {
  const features = featuresOf(attributes);
  const text = attributes['email'];
  const email = typeof text === 'string' ? readEmail(text) : null;
  const finding =
    email !== null ? doubtOf(email) : typeof text === 'string' && text !== '' ? 'impossible' : null;
  return {
    id,
    forms: matchForms(features),
    bare: features.name === null && features.birth === null,
    finding,
    domain: email?.slice(email.lastIndexOf('@') + 1) ?? null,
  };
}
