import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { batchesOf, claimAll, launchAndClaim } from '../../../../tests/support/claims.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { cancelCampaign } from '../campaigns/index.ts';
import { inTransaction } from '../database/index.ts';
import { claimBatches, recipientsOf, renewLeases } from './batches.ts';
import { endLeases, reapBatches } from './reap-batches.ts';
import { sweepCancelled } from './sweep-cancelled.ts';

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

// what an earlier test left behind is nobody's
beforeEach(async () => {
  await endLeases(world.database);
  await reapBatches(world.database);
});

const claim = (id: string, owner: string = randomUUID()) => claimAll(world, id, owner);
const launch = async (count: number, over?: Parameters<SendingWorld['launch']>[1]) =>
  world.launch(await world.addContacts(count), over);
const states = async (id: string) => {
  const batches = await batchesOf(world, id);
  return new Set(batches.map(({ state, owner }) => `${state}${owner === null ? '' : ', held'}`));
};
const cancel = (id: string) =>
  inTransaction(world.database, (tx) => cancelCampaign(tx, world.organizationId, id, new Date()));

describe('a claim', () => {
  it('has everybody who waits and is due, once', async () => {
    const contacts = await world.addContacts(40);
    const { recipients, batches } = await claim(await world.launch(contacts));
    expect(recipients.map(({ contactId }) => contactId).toSorted()).toEqual(contacts.toSorted());
    for (const { batch, contactId } of recipients) {
      expect(batches).toContain(batch);
      expect(contactId >= batch.from && contactId <= batch.to).toBe(true);
    }
  });

  it('is of batches that nobody else holds: four workers at once share them', async () => {
    const id = await launch(200);
    const campaign = { organizationId: world.organizationId, id };
    const claims = await Promise.all(
      [1, 2, 3, 4].map(() => claimBatches(world.database, campaign, randomUUID(), 50, 60)),
    );
    const names = claims.flat().map(({ bucket, number }) => `${bucket} ${number}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(0);
  });

  it('is of about as many as were asked for, and one batch at least', async () => {
    const id = await launch(300);
    const campaign = { organizationId: world.organizationId, id };
    const owner = randomUUID();
    const first = await claimBatches(world.database, campaign, owner, 50, 60);
    const largest = Math.max(...(await batchesOf(world, id)).map(({ waiting }) => waiting));
    const recipients = await recipientsOf(world.database, campaign, first);
    expect(recipients.length).toBeGreaterThanOrEqual(50);
    expect(recipients.length).toBeLessThan(50 + largest);
    const next = await claimBatches(world.database, campaign, owner, 1, 60);
    expect(next).toHaveLength(1);
    expect(first).not.toContainEqual(next[0]);
  });

  it.each([
    ['paused', { state: 'paused' }],
    ['cancelled', { state: 'cancelled' }],
    ['over', { state: 'done' }],
    ['held', { held_until: new Date(Date.now() + 60_000) }],
  ] as const)('is of nobody while the campaign is %s', async (_, set) => {
    const id = await launch(5);
    await world.database.updateTable('campaigns').set(set).where('id', '=', id).execute();
    const { batches } = await claim(id);
    expect(batches).toEqual([]);
  });

  it('leaves out who is not due yet', async () => {
    const first = await launchAndClaim(world, 8);
    const [later, ...others] = first.recipients;
    if (later === undefined) throw new Error('Nobody was claimed.');
    await first.settle('deferred', { seconds: 3600 }, [later]);
    await first.settle('queued', {}, others);
    await first.close();
    const { recipients } = await claim(first.campaign.id);
    expect(recipients.map(({ contactId }) => contactId).toSorted()).toEqual(
      others.map(({ contactId }) => contactId).toSorted(),
    );
  });
});

describe('a batch that is let go of', () => {
  it('is done when nobody in it waits', async () => {
    const held = await launchAndClaim(world, 6);
    expect(await states(held.campaign.id)).toEqual(new Set(['waiting, held']));
    await held.settle('accepted');
    await held.close();
    expect(await states(held.campaign.id)).toEqual(new Set(['done']));
  });

  it('is due again when the first of those who wait is', async () => {
    const held = await launchAndClaim(world, 1);
    await held.settle('deferred', { seconds: 600 });
    await held.close();
    const [batch] = await batchesOf(world, held.campaign.id);
    const [row] = await world.rows(held.campaign.id);
    expect(batch).toMatchObject({ state: 'waiting', waiting: 1, owner: null, handed_over: [] });
    expect(batch?.due_at).toEqual(row?.due_at);
    expect((await claim(held.campaign.id)).batches).toEqual([]);
  });

  it('is left alone by who does not hold it any more', async () => {
    const held = await launchAndClaim(world, 3);
    await held.expire();
    await reapBatches(world.database);
    const next = await claim(held.campaign.id);
    await held.close();
    const batches = await batchesOf(world, held.campaign.id);
    expect(new Set(batches.map(({ owner }) => owner))).toEqual(new Set([next.owner]));
  });
});

describe('a lease', () => {
  it('is renewed while its worker lives, and then nobody takes the batch', async () => {
    const held = await launchAndClaim(world, 4);
    const due = async () =>
      (await batchesOf(world, held.campaign.id)).map((one) => one.lease_until);
    const before = await due();
    const renewed = await renewLeases(world.database, held.owner, 120);
    expect(renewed).toHaveLength(held.batches.length);
    expect(renewed).toEqual(expect.arrayContaining([...held.batches]));
    for (const [i, until] of (await due()).entries()) {
      expect(until?.getTime()).toBeGreaterThan((before[i]?.getTime() ?? 0) + 30_000);
    }
    await reapBatches(world.database);
    expect(await states(held.campaign.id)).toEqual(new Set(['waiting, held']));
  });

  it('that ran out cannot be renewed', async () => {
    const held = await launchAndClaim(world, 2);
    await held.expire();
    expect(await renewLeases(world.database, held.owner, 60)).toEqual([]);
  });

  it('gives the next who claims a higher fencing number, so that the last can record nothing', async () => {
    const held = await launchAndClaim(world, 3);
    await held.expire();
    expect(await reapBatches(world.database)).toBe(held.batches.length);
    expect(await world.counts(held.campaign.id)).toEqual({ queued: 3 });
    const next = await claim(held.campaign.id);
    expect(next.batches.map(({ fence }) => fence)).toEqual(held.batches.map(() => 2));
    expect(await held.handOver()).toEqual(new Set());
    await held.settle('failed');
    expect(await world.counts(held.campaign.id)).toEqual({ queued: 3 });
    expect((await next.handOver()).size).toBe(3);
  });

  it('is not enough for a hand-over once it ran out, though nobody has taken it', async () => {
    const held = await launchAndClaim(world, 2);
    await held.expire();
    expect(await held.handOver()).toEqual(new Set());
  });

  it('ends at once when a start knows that nobody else lives', async () => {
    const held = await launchAndClaim(world, 3);
    await endLeases(world.database);
    await reapBatches(world.database);
    expect(await states(held.campaign.id)).toEqual(new Set(['waiting']));
  });
});

describe('a worker that is gone after the hand-over', () => {
  const gone = async (count: number, over?: Parameters<SendingWorld['launch']>[1]) => {
    const held = await launchAndClaim(world, count, over);
    expect((await held.handOver()).size).toBe(count);
    await held.expire();
    return held;
  };

  it('leaves marketing uncertain, with what it rests on, and the rest queued', async () => {
    const held = await launchAndClaim(world, 5);
    const leaving = held.recipients.slice(0, 2);
    expect((await held.handOver(leaving)).size).toBe(2);
    await held.expire();
    await reapBatches(world.database);
    expect(await world.counts(held.campaign.id)).toEqual({ uncertain: 2, queued: 3 });
    for (const row of await world.rows(held.campaign.id)) {
      if (row.state !== 'uncertain') continue;
      expect(row).toMatchObject({ verdict: 'permit', code: 'own_service' });
      expect(row.settled_at).not.toBeNull();
    }
    // and never again blindly
    const next = await claim(held.campaign.id);
    expect(next.recipients).toHaveLength(3);
  });

  it('leaves what was recorded as it was recorded', async () => {
    const held = await gone(3);
    await held.settle('accepted', {}, held.recipients.slice(0, 1));
    await reapBatches(world.database);
    expect(await world.counts(held.campaign.id)).toEqual({ accepted: 1, uncertain: 2 });
  });

  it('leaves waiting who was put off since the last hand-over', async () => {
    const held = await gone(3);
    await held.settle('deferred', {}, held.recipients.slice(0, 1));
    await reapBatches(world.database);
    expect(await world.counts(held.campaign.id)).toEqual({ deferred: 1, uncertain: 2 });
  });

  it('leaves uncertain what was to be sent again, and then was cancelled', async () => {
    const { campaign } = await gone(2, { stream: 'transactional' });
    await reapBatches(world.database);
    await cancel(campaign.id);
    expect(await world.counts(campaign.id)).toEqual({ uncertain: 2 });
  });

  it('leaves uncertain what was claimed to be sent again when it was cancelled', async () => {
    const { campaign } = await gone(2, { stream: 'transactional' });
    await reapBatches(world.database);
    const next = await claim(campaign.id);
    expect((await next.handOver()).size).toBe(2);
    await cancel(campaign.id);
    await next.settle('queued');
    expect(await world.counts(campaign.id)).toEqual({ uncertain: 2 });
  });

  it('leaves transactional mail to be sent again, as the same message', async () => {
    const { campaign } = await gone(2, { stream: 'transactional' });
    await reapBatches(world.database);
    expect(await world.counts(campaign.id)).toEqual({ queued: 2 });
    expect((await claim(campaign.id)).recipients).toHaveLength(2);
  });

  it.each(['marketing', 'transactional'] as const)(
    'in a campaign that is cancelled leaves it uncertain, and nothing waits (%s)',
    async (stream) => {
      const held = await launchAndClaim(world, 4, { stream });
      await held.handOver(held.recipients.slice(0, 1));
      await cancel(held.campaign.id);
      await held.expire();
      await reapBatches(world.database);
      await sweepCancelled(world.database);
      expect(await world.counts(held.campaign.id)).toEqual({ uncertain: 1, suppressed: 3 });
      expect(await states(held.campaign.id)).toEqual(new Set(['done']));
    },
  );

  it('may still tell how it ended: who knows is believed, nobody else', async () => {
    const held = await gone(2);
    await reapBatches(world.database);
    expect(await world.counts(held.campaign.id)).toEqual({ uncertain: 2 });
    const [first, second] = held.recipients;
    if (!first || !second) throw new Error('Two were claimed.');
    const stranger = { ...first, batch: { ...first.batch, fence: first.batch.fence + 1 } };
    await held.settle('failed', {}, [stranger]);
    expect(await world.counts(held.campaign.id)).toEqual({ uncertain: 2 });
    await held.settle('accepted', { smtpCode: 250 }, [first]);
    expect(await world.counts(held.campaign.id)).toEqual({ uncertain: 1, accepted: 1 });
  });

  it('may still tell that it never left: it waits again, and its batch with it', async () => {
    const held = await gone(1);
    await reapBatches(world.database);
    // the next one finds nobody who waits
    const next = await claim(held.campaign.id);
    expect(next.recipients).toEqual([]);
    await next.close();
    expect(await states(held.campaign.id)).toEqual(new Set(['done']));
    await held.settle('queued');
    expect(await world.counts(held.campaign.id)).toEqual({ queued: 1 });
    expect(await states(held.campaign.id)).toEqual(new Set(['waiting']));
    const again = await claim(held.campaign.id);
    expect(again.recipients).toHaveLength(1);
    // and then its word is worth nothing any more
    await held.settle('accepted');
    expect(await world.counts(held.campaign.id)).toEqual({ queued: 1 });
  });

  it('may tell so while another holds the batch: it waits when that one lets go', async () => {
    const held = await gone(1);
    await reapBatches(world.database);
    const next = await claim(held.campaign.id);
    await held.settle('queued');
    await next.close();
    expect(await states(held.campaign.id)).toEqual(new Set(['waiting']));
    expect((await claim(held.campaign.id)).recipients).toHaveLength(1);
  });

  it.each([
    ['cancelled', 'suppressed', 'campaign_cancelled'],
    ['done', 'failed', 'given_up'],
  ] as const)(
    'may tell so too late: of a campaign that is %s it is %s',
    async (state, becomes, code) => {
      const held = await gone(1);
      await reapBatches(world.database);
      await world.database
        .updateTable('campaigns')
        .set({ state })
        .where('id', '=', held.campaign.id)
        .execute();
      await held.settle('queued');
      const [row] = await world.rows(held.campaign.id);
      expect(row).toMatchObject({ state: becomes, code });
    },
  );
});

describe('the reaper', () => {
  it('takes a batch once, however many reap', async () => {
    const held = await launchAndClaim(world, 30);
    await held.expire();
    const taken = await Promise.all([1, 2, 3].map(() => reapBatches(world.database)));
    expect(taken.reduce((sum, one) => sum + one, 0)).toBe(held.batches.length);
  });

  it('leaves those alone whose lease is good', async () => {
    const held = await launchAndClaim(world, 3);
    await reapBatches(world.database);
    expect(await states(held.campaign.id)).toEqual(new Set(['waiting, held']));
  });
});
