import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { NO_RULING, rulingNumber } from '../../packages/server/src/campaigns/index.ts';
import {
  type Batch,
  type CampaignRef,
  claimBatches,
  closeBatches,
  type Recipient,
  recipientsOf,
} from '../../packages/server/src/delivery/batches.ts';
import { handOver } from '../../packages/server/src/delivery/hand-over.ts';
import {
  type Settlement,
  settled,
  settleSends,
} from '../../packages/server/src/delivery/settle-sends.ts';
import type { SendingWorld } from './sending-world.ts';

/** A worker that has claimed all of a campaign, step by step in a test's hands. */
export interface Claims {
  readonly campaign: CampaignRef;
  readonly owner: string;
  readonly batches: readonly Batch[];
  readonly recipients: readonly Recipient[];
  /** Hands them over, as if the gate had seen no consent event; answers who may leave. */
  readonly handOver: (given?: readonly Recipient[]) => Promise<ReadonlySet<string>>;
  readonly settle: (
    state: Settlement['state'],
    over?: Partial<Settlement>,
    of?: readonly Recipient[],
  ) => Promise<void>;
  readonly close: () => Promise<void>;
  /** Its lease runs out. */
  readonly expire: () => Promise<void>;
}

const LEASE = 60;

/** A campaign of so many people, and a worker that claimed it. */
export async function launchAndClaim(
  world: SendingWorld,
  count: number,
  over?: Parameters<SendingWorld['launch']>[1],
): Promise<Claims> {
  const id = await world.launch(await world.addContacts(count), over);
  return claimAll(world, id);
}

export async function claimAll(
  world: SendingWorld,
  id: string,
  owner: string = randomUUID(),
): Promise<Claims> {
  const { database, organizationId } = world;
  const campaign = { organizationId, id };
  const batches = await claimBatches(database, campaign, owner, 10_000, LEASE);
  const recipients = await recipientsOf(database, campaign, batches);
  const ruling = await rulingNumber(database, organizationId, {
    ...NO_RULING,
    verdict: 'permit',
    code: 'own_service',
  });
  return {
    campaign,
    owner,
    batches,
    recipients,
    handOver(given = recipients) {
      const leaving = given.map((one) => ({ ...one, ruling, consentEvents: 0 }));
      return handOver(database, campaign, owner, leaving, [], LEASE);
    },
    settle(state, more = {}, of = recipients) {
      const settlements = of.map((one) => ({ ...settled(one, state), ...more }));
      return settleSends(database, campaign, owner, settlements);
    },
    close: () => closeBatches(database, campaign, owner, batches),
    async expire() {
      await database
        .updateTable('send_batches')
        .set({ lease_until: sql<Date>`now() - interval '1 second'` })
        .where('owner', '=', owner)
        .execute();
    },
  };
}

/** How the batches of a campaign stand. */
export async function batchesOf(world: SendingWorld, campaignId: string) {
  return world.database
    .selectFrom('send_batches')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .orderBy('bucket')
    .orderBy('number')
    .execute();
}
