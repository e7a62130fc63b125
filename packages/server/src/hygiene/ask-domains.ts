import { parseTransportSettings } from '../delivery/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { getOrganization } from '../organizations/index.ts';
import type { HygieneDeps } from './deps.ts';
import { type Look, moveLook } from './look.ts';
import type { Sightings } from './sightings.ts';

const AT_ONCE = 50;
const HOLDS_MS = 7 * 86_400_000;

/**
 * Asks the DNS which domains of addresses take no mail, and marks whose those are. What was heard holds
 * for a week; what nobody could say is asked again with the next look, and counts against nobody. Where
 * mail only goes into the sandbox nobody is asked: nothing leaves this machine.
 */
export async function askDomains(
  { database, now, openMailCheck }: HygieneDeps,
  look: Look,
  keys: OrganizationKeys,
  seen: Sightings,
  signal: AbortSignal,
): Promise<boolean> {
  const { transport } = await getOrganization(database, look.organizationId);
  if (parseTransportSettings(transport).kind === 'sandbox') return true;
  const domains = [...seen.domains];
  const check = openMailCheck();
  const dead: string[] = [];
  let unknown = 0;
  try {
    for (let from = 0; from < domains.length; from += AT_ONCE) {
      if (signal.aborted) return false;
      const some = domains.slice(from, from + AT_ONCE);
      const verdicts = await Promise.all(
        some.map((domain) => verdictOf(look, keys, domain, check.takesMail, now())),
      );
      for (const [index, takesMail] of verdicts.entries()) {
        if (takesMail === null) unknown++;
        if (takesMail === false) dead.push(some[index] ?? '');
      }
      await moveLook(look, {
        step: 'domains',
        done: from + some.length,
        total: domains.length,
        domains_unknown: unknown,
        domains_asked: true,
      });
    }
  } finally {
    check.close();
  }
  seen.markDomains(dead);
  return true;
}

async function verdictOf(
  { database, organizationId }: Look,
  keys: OrganizationKeys,
  domain: string,
  takesMail: (domain: string) => Promise<boolean | null>,
  now: Date,
): Promise<boolean | null> {
  const token = keys.mac('route', `domain\u0000${domain}`);
  const known = await database
    .selectFrom('domain_verdicts')
    .select(['takes_mail', 'checked_at'])
    .where('organization_id', '=', organizationId)
    .where('token', '=', token)
    .executeTakeFirst();
  const fresh = known && now.getTime() - known.checked_at.getTime() < HOLDS_MS;
  if (fresh && known.takes_mail !== null) return known.takes_mail;
  const verdict = await takesMail(domain);
  const heard = { takes_mail: verdict, checked_at: now };
  await database
    .insertInto('domain_verdicts')
    .values({ organization_id: organizationId, token, ...heard })
    .onConflict((conflict) => conflict.columns(['organization_id', 'token']).doUpdateSet(heard))
    .execute();
  return verdict;
}
