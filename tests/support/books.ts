import { createHash } from 'node:crypto';
import { verifyAudit } from '../../packages/server/src/audit/index.ts';
import { loadConsent } from '../../packages/server/src/consent/index.ts';
import { loadDefinitions, openContacts } from '../../packages/server/src/contacts/index.ts';
import type { Database } from '../../packages/server/src/database/index.ts';
import type { Keyring } from '../../packages/server/src/keys/index.ts';
import { listOrganizations } from '../../packages/server/src/organizations/index.ts';
import { countSegment, listSegments } from '../../packages/server/src/segments/index.ts';

const TODAY = '2026-11-22';

/** What has to agree of two databases that hold the same: of each organization, by its name. */
export async function booksOf(database: Database, keyring: Keyring) {
  const books: Record<string, Awaited<ReturnType<typeof booksOfOne>>> = {};
  for (const { id, name } of await listOrganizations(database)) {
    books[`${name} ${id}`] = await booksOfOne(database, keyring, id);
  }
  return books;
}

async function booksOfOne(database: Database, keyring: Keyring, organizationId: string) {
  const keys = await keyring.of(organizationId);
  const contacts = await database
    .selectFrom('contacts')
    .select('id')
    .where('organization_id', '=', organizationId)
    .orderBy('id')
    .execute();
  const ids = contacts.map(({ id }) => id);
  const definitions = await loadDefinitions(database, organizationId);
  const people = await openContacts(database, keys, organizationId, ids, definitions);
  const consents = await loadConsent(database, keys, ids);
  const segments: Record<string, unknown> = {};
  for (const { name, tree } of await listSegments(database, organizationId)) {
    segments[name] = await countSegment(database, { keys, tree, today: TODAY });
  }
  const audit = await verifyAudit(database, keys);
  return {
    people: [people.size, hashOf([...people].toSorted(([a], [b]) => (a < b ? -1 : 1)))],
    consents: [[...consents.values()].flat().length, hashOf([...consents])],
    segments,
    audit: audit.intact,
    auditEntries: audit.entries,
  };
}

/** Of each campaign by its name: state, audience, and where all of that stand. */
export async function sendsOf(database: Database) {
  const rows = await database
    .selectFrom('campaigns')
    .leftJoin('sends', (join) =>
      join
        .onRef('sends.organization_id', '=', 'campaigns.organization_id')
        .onRef('sends.campaign_id', '=', 'campaigns.id'),
    )
    .select(({ fn }) => [
      'campaigns.name',
      'campaigns.state',
      'campaigns.audience',
      'campaigns.held_reason as reason',
      'sends.state as sent',
      fn.countAll<number>().as('count'),
    ])
    .groupBy(['campaigns.id', 'campaigns.name', 'campaigns.state', 'audience', 'held_reason'])
    .groupBy('sends.state')
    .orderBy('campaigns.name')
    .orderBy('sends.state')
    .execute();
  const campaigns = new Map<string, CampaignBook>();
  for (const { name, state, audience, reason, sent, count } of rows) {
    const before = campaigns.get(name)?.sends ?? {};
    const sends = sent === null ? before : { ...before, [sent]: count };
    campaigns.set(name, { state, audience, reason, sends });
  }
  return Object.fromEntries(campaigns);
}

interface CampaignBook {
  readonly state: string;
  readonly audience: number | null;
  readonly reason: string | null;
  readonly sends: Readonly<Record<string, number>>;
}

const hashOf = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
