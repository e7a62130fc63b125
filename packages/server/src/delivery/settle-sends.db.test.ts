import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchAndClaim } from '../../../../tests/support/claims.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { cancelCampaign } from '../campaigns/index.ts';
import { inTransaction } from '../database/index.ts';
import { dictionary } from './dictionary.ts';

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

const only = async (id: string) => {
  const [row, ...others] = await world.rows(id);
  if (row === undefined || others.length > 0) throw new Error('Expected one row.');
  return row;
};

describe('what became of a send', () => {
  it('is recorded with the codes, the scrubbed words, the ruling and the way', async () => {
    const { campaign, settle } = await launchAndClaim(world, 1);
    const words = dictionary(world.database, world.keyring);
    const route = await words.route(world.organizationId, {
      site: 'mx.example.org',
      host: 'mx1.example.org',
      peer: '192.0.2.1',
      tls: { protocol: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', verified: 'mta_sts' },
    });
    const reply = { smtpCode: 250, enhancedCode: '2.0.0', reply: 'taken' };
    await settle('accepted', { ...reply, route });
    expect(await only(campaign.id)).toMatchObject({
      state: 'accepted',
      smtp_code: 250,
      enhanced_code: '2.0.0',
      reply: 'taken',
      site: 'mx.example.org',
      host: 'mx1.example.org',
      peer: '192.0.2.1',
      tls_protocol: 'TLSv1.3',
      tls_cipher: 'TLS_AES_256_GCM_SHA384',
      tls_verified: 'mta_sts',
    });
  });

  it('keeps what is known of it where nothing new is said', async () => {
    const { campaign, settle } = await launchAndClaim(world, 1);
    await settle('deferred', { smtpCode: 451, reply: 'come again' });
    await settle('queued');
    expect(await only(campaign.id)).toMatchObject({
      state: 'queued',
      smtp_code: 451,
      deferrals: 1,
    });
  });

  it('is final: what came later changes nothing', async () => {
    const { campaign, settle } = await launchAndClaim(world, 1);
    await settle('accepted', { smtpCode: 250 });
    await settle('failed', { smtpCode: 550 });
    await settle('uncertain');
    expect(await only(campaign.id)).toMatchObject({ state: 'accepted', smtp_code: 250 });
  });

  it('does no harm twice: a deferral counts once', async () => {
    const { campaign, settle } = await launchAndClaim(world, 1);
    await settle('deferred', { seconds: 600 });
    await settle('deferred', { seconds: 600 });
    expect(await only(campaign.id)).toMatchObject({ state: 'deferred', deferrals: 1 });
  });

  it('is due again after the seconds that were said, by the database’s clock', async () => {
    const { campaign, settle } = await launchAndClaim(world, 1);
    const before = (await only(campaign.id)).due_at;
    await settle('deferred', { seconds: 600 });
    const { due_at: due, settled_at: at } = await only(campaign.id);
    expect(due.getTime() - before.getTime()).toBeGreaterThanOrEqual(600_000);
    expect(at).toBeNull();
  });

  it('that nobody knows is uncertain for good: its own word is the last', async () => {
    const { campaign, settle } = await launchAndClaim(world, 1);
    await settle('uncertain');
    await settle('queued');
    await settle('accepted');
    expect(await only(campaign.id)).toMatchObject({ state: 'uncertain' });
  });

  it('of one who would wait in a cancelled campaign is suppressed, with its reason', async () => {
    const { campaign, recipients, handOver, settle } = await launchAndClaim(world, 2);
    await handOver();
    await inTransaction(world.database, (tx) =>
      cancelCampaign(tx, world.organizationId, campaign.id, new Date()),
    );
    await settle('deferred', { seconds: 60 }, recipients.slice(0, 1));
    await settle('accepted', {}, recipients.slice(1));
    const rows = await world.rows(campaign.id);
    expect(rows.find(({ state }) => state === 'suppressed')).toMatchObject({
      code: 'campaign_cancelled',
      reason: expect.stringMatching(/cancelled/),
    });
    expect(rows.some(({ state }) => state === 'accepted')).toBe(true);
  });

  it.each(['refused', 'suppressed', 'failed'] as const)(
    'is not known of what may have arrived, waited to be sent again, and was %s instead',
    async (state) => {
      const { campaign, settle } = await launchAndClaim(world, 1, { stream: 'transactional' });
      await settle('deferred', { doubted: true });
      await settle(state);
      expect(await only(campaign.id)).toMatchObject({ state: 'uncertain' });
    },
  );

  it('is not known of what may have arrived when its campaign was cancelled meanwhile', async () => {
    const { campaign, handOver, settle } = await launchAndClaim(world, 1, {
      stream: 'transactional',
    });
    await handOver();
    await inTransaction(world.database, (tx) =>
      cancelCampaign(tx, world.organizationId, campaign.id, new Date()),
    );
    await settle('deferred', { doubted: true, seconds: 60 });
    expect(await only(campaign.id)).toMatchObject({
      state: 'uncertain',
      settled_at: expect.any(Date),
    });
  });

  it.each([
    ['failed', 550],
    ['accepted', 250],
  ] as const)('is what the server says of what was sent again: %s', async (state, smtpCode) => {
    const { campaign, settle } = await launchAndClaim(world, 1, { stream: 'transactional' });
    await settle('deferred', { doubted: true });
    await settle(state, { smtpCode });
    expect(await only(campaign.id)).toMatchObject({ state, smtp_code: smtpCode });
  });

  it('is recorded for many at once, each with its own', async () => {
    const { campaign, recipients, settle } = await launchAndClaim(world, 60);
    await settle('accepted', { smtpCode: 250 }, recipients.slice(0, 40));
    await settle('failed', { smtpCode: 550 }, recipients.slice(40));
    expect(await world.counts(campaign.id)).toEqual({ accepted: 40, failed: 20 });
  });

  it('of nobody is nothing', async () => {
    const { campaign, settle } = await launchAndClaim(world, 1);
    await settle('failed', {}, []);
    expect(await world.counts(campaign.id)).toEqual({ queued: 1 });
  });
});
