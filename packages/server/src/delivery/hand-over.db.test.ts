import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batchesOf, launchAndClaim } from '../../../../tests/support/claims.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { cancelCampaign, pauseCampaign } from '../campaigns/index.ts';
import { recordConsent } from '../consent/index.ts';
import { inTransaction } from '../database/index.ts';
import type { Recipient } from './batches.ts';
import { handOver } from './hand-over.ts';

let db: TestDatabase;
let world: SendingWorld;

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
});
afterAll(async () => {
  await world.close();
  await db.drop();
});

const move = (verb: typeof pauseCampaign, id: string) =>
  inTransaction(world.database, (tx) => verb(tx, world.organizationId, id, new Date()));
const optOut = (contactId: string) =>
  inTransaction(world.database, (tx) =>
    recordConsent(tx, world.keys, [
      {
        contactId,
        fact: { kind: 'opted_out', scope: 'all_commercial' },
        source: 'page',
        actor: 'contact',
        at: new Date(),
      },
    ]),
  );
const named = (recipients: readonly Recipient[]) =>
  new Set(recipients.map(({ contactId }) => contactId));
/** Whose message may be on its way, as the batches have it. */
const onTheirWay = async (id: string) =>
  new Set((await batchesOf(world, id)).flatMap((batch) => batch.handed_over));

describe('a hand-over', () => {
  it('is recorded with the batches before anything leaves, with what each rests on', async () => {
    const { campaign, recipients, handOver: go } = await launchAndClaim(world, 6);
    const leaving = recipients.slice(0, 4);
    expect(await go(leaving)).toEqual(named(leaving));
    expect(await onTheirWay(campaign.id)).toEqual(named(leaving));
    for (const { handed_over, handed_rulings } of await batchesOf(world, campaign.id)) {
      expect(handed_rulings).toHaveLength(handed_over.length);
      expect(handed_rulings.every((ruling) => ruling > 0)).toBe(true);
    }
  });

  it('keeps who is still on their way beside those who leave now, and forgets the others', async () => {
    const { campaign, owner, recipients, handOver: go } = await launchAndClaim(world, 1);
    const [only] = recipients;
    if (only === undefined) throw new Error('Nobody was claimed.');
    await go();
    // two more of the same batch, which the test makes up
    const other = (contactId: string) => ({ batch: only.batch, contactId, ruling: 7 });
    const [early, late] = ['a', 'b'].map((digit) => other(only.contactId.slice(0, -1) + digit));
    if (!early || !late) throw new Error('There are two.');
    const leaving = [{ ...late, consentEvents: 0 }];
    const gone = await handOver(world.database, campaign, owner, leaving, [early], 60);
    expect(gone).toEqual(new Set([late.contactId]));
    const [batch] = await batchesOf(world, campaign.id);
    expect(batch).toMatchObject({
      handed_over: [early.contactId, late.contactId],
      handed_rulings: [7, 7],
    });
  });

  it('leaves out whom something about consent was recorded of since the gate decided', async () => {
    const { campaign, recipients, handOver: go } = await launchAndClaim(world, 4);
    const [changed, ...others] = recipients;
    await optOut(changed?.contactId ?? '');
    expect(await go()).toEqual(named(others));
    expect(await onTheirWay(campaign.id)).toEqual(named(others));
  });

  it('takes who has consent events when the gate has seen them all', async () => {
    const { campaign, owner, recipients } = await launchAndClaim(world, 1);
    const leaving = recipients.map((one) => ({ ...one, ruling: 1, consentEvents: 1 }));
    expect(await handOver(world.database, campaign, owner, leaving, [], 60)).toEqual(new Set());
    await optOut(recipients[0]?.contactId ?? '');
    const gone = await handOver(world.database, campaign, owner, leaving, [], 60);
    expect(gone).toEqual(named(recipients));
  });

  it.each([
    ['paused', pauseCampaign, { queued: 3 }],
    ['cancelled', cancelCampaign, { suppressed: 3 }],
  ] as const)('does not happen in a campaign that is %s', async (_, verb, becomes) => {
    const { campaign, handOver: go, settle } = await launchAndClaim(world, 3);
    await move(verb, campaign.id);
    expect(await go()).toEqual(new Set());
    expect(await onTheirWay(campaign.id)).toEqual(new Set());
    await settle('queued');
    expect(await world.counts(campaign.id)).toEqual(becomes);
  });

  it('stays recorded when the campaign is paused or cancelled after it', async () => {
    const { campaign, recipients, handOver: go } = await launchAndClaim(world, 3);
    await go(recipients.slice(0, 1));
    await move(cancelCampaign, campaign.id);
    expect(await go(recipients.slice(1))).toEqual(new Set());
    expect(await onTheirWay(campaign.id)).toEqual(named(recipients.slice(0, 1)));
    expect(await world.counts(campaign.id)).toEqual({ queued: 1, suppressed: 2 });
  });

  it('is before a cancellation or after it, never beside it', async () => {
    for (let round = 0; round < 8; round++) {
      const { campaign, handOver: go } = await launchAndClaim(world, 5);
      const [gone] = await Promise.all([go(), move(cancelCampaign, campaign.id)]);
      const { queued = 0, suppressed = 0 } = await world.counts(campaign.id);
      // who leaves was not suppressed, and who was suppressed does not leave
      expect([queued, suppressed]).toEqual(gone.size > 0 ? [gone.size, 5 - gone.size] : [0, 5]);
    }
  });

  it('of nobody is none', async () => {
    const { handOver: go } = await launchAndClaim(world, 1);
    expect(await go([])).toEqual(new Set());
  });
});
