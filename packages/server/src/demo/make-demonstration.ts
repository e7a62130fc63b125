import { randomBytes } from 'node:crypto';
import { addUser } from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import { type Database, inTransaction } from '../database/index.ts';
import { type DeliveryDeps, dispatchOnce } from '../delivery/index.ts';
import { ensureKeys } from '../domains/index.ts';
import { createOrganization, domainOf } from '../organizations/index.ts';
import { seedCampaigns } from './seed-campaigns.ts';
import { seedDemonstration } from './seed-demonstration.ts';
import { seedEvents } from './seed-events.ts';
import { DEMO_USERS, writeSignIn } from './sign-in.ts';

const SENT_DAYS_AGO = 3;

/**
 * Adds what the demonstration's people did with its first campaign, unless anybody did anything
 * yet: at its making, and at the next start when that was cut off.
 */
export async function addEvents(database: Database): Promise<void> {
  const sent = await database
    .selectFrom('campaigns')
    .innerJoin('organizations', 'organizations.id', 'campaigns.organization_id')
    .select([
      'campaigns.organization_id as organizationId',
      'campaigns.id',
      'campaigns.launched_at',
    ])
    .where('organizations.demonstration', '=', true)
    .where('campaigns.created_by', 'is', null)
    .where('campaigns.state', '=', 'done')
    .where((campaign) =>
      campaign.not(
        campaign.exists(
          campaign
            .selectFrom('events')
            .select('events.id')
            .whereRef('events.organization_id', '=', 'organizations.id'),
        ),
      ),
    )
    .executeTakeFirst();
  if (sent?.launched_at) await seedEvents(database, sent, sent.launched_at);
}

/**
 * Makes *Riverside Family Health*: one transaction for all that it is, so that a start that is
 * killed begins anew; then its first campaign goes out through the sandbox like any other, three
 * days ago by the clock that it is given.
 */
export async function makeDemonstration(deps: DeliveryDeps, dataDirectory: string): Promise<void> {
  const { database, keyring } = deps;
  const password = randomBytes(9).toString('base64url');
  await writeSignIn(dataDirectory, password);
  const today = deps.now().toISOString().slice(0, 10);
  const then = new Date(deps.now().getTime() - SENT_DAYS_AGO * 86_400_000);
  const campaign = await inTransaction(database, async (tx) => {
    const organizationId = await createOrganization(tx, keyring.within(tx), {
      name: 'Riverside Family Health',
      postalAddress: '200 River Road, Portland, OR 97201',
      fromName: 'Riverside Family Health',
      fromAddress: 'care@riverside.example.org',
      sender: {
        kind: 'provider',
        part2Program: false,
        noticeCoversUse: true,
        noticeCoversFundraising: true,
      },
      demonstration: true,
    });
    const keys = await keyring.within(tx).of(organizationId);
    const audit = { actor: 'system', action: 'organization.created', subject: {} } as const;
    await appendAudit(tx, keys, audit, then);
    await ensureKeys(tx, keys, domainOf('care@riverside.example.org'));
    for (const user of DEMO_USERS) await addUser(tx, { ...user, organizationId, password });
    await seedDemonstration(tx, keys, { today, at: then });
    return { organizationId, id: await seedCampaigns(tx, keys, then) };
  });
  for (let rounds = 0; rounds < 50 && (await running()); rounds += 1) {
    await dispatchOnce({ ...deps, now: () => then });
  }
  await addEvents(database);

  async function running(): Promise<boolean> {
    const row = await database
      .selectFrom('campaigns')
      .select('state')
      .where('organization_id', '=', campaign.organizationId)
      .where('id', '=', campaign.id)
      .executeTakeFirst();
    return row?.state === 'running';
  }
}
