import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { inTransaction } from '../database/index.ts';
import type { SuppressionReason } from './end-writing.ts';
import { suppress, suppressedAmong } from './suppressions.ts';

let db: TestDatabase;
let world: SendingWorld;
let people = 0;
let email = '';

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
});
afterAll(async () => {
  await world.close();
  await db.drop();
});

const HOUR = 3_600_000;
const end = (reason: SuppressionReason, hour: number) =>
  inTransaction(world.database, (tx) => {
    const at = new Date(hour * HOUR);
    return suppress(tx, world.keys, { email, reason, detail: null, source: 'returns', at });
  });
const reasonNow = async () =>
  (await suppressedAmong(world.database, world.keys, [email])).get(email)?.reason;
const onRecord = () =>
  world.database
    .selectFrom('suppressions')
    .select(['reason', 'since', 'released_at', 'released_by'])
    .where('token', '=', world.keys.lookupToken('email', email))
    .orderBy('since')
    .execute();

describe('the writing to an address that has ended', () => {
  it.each(['hard_bounce', 'soft_bounces', 'by_hand'] as const)(
    'for a complaint ends for all mail by %s, and both stay on record',
    async (graver) => {
      email = `person${people++}@example.net`;
      expect(await end('complaint', 1)).toBe(true);
      expect(await end(graver, 2)).toBe(true);
      expect(await reasonNow()).toBe(graver);
      expect(await onRecord()).toEqual([
        {
          reason: 'complaint',
          since: new Date(HOUR),
          released_at: new Date(2 * HOUR),
          released_by: null,
        },
        { reason: graver, since: new Date(2 * HOUR), released_at: null, released_by: null },
      ]);
    },
  );

  it.each([
    ['hard_bounce', 'complaint'],
    ['hard_bounce', 'soft_bounces'],
    ['by_hand', 'hard_bounce'],
    ['complaint', 'complaint'],
  ] as const)('by %s keeps its first reason when %s follows', async (first, second) => {
    email = `person${people++}@example.net`;
    expect(await end(first, 1)).toBe(true);
    expect(await end(second, 2)).toBe(false);
    expect(await reasonNow()).toBe(first);
    expect(await onRecord()).toHaveLength(1);
  });

  it('is raised once when two reports of the bounce come at the same time', async () => {
    email = `person${people++}@example.net`;
    await end('complaint', 1);
    const raised = await Promise.all([end('hard_bounce', 2), end('hard_bounce', 2)]);
    expect(raised.filter((one) => one)).toEqual([true]);
    expect(await onRecord()).toHaveLength(2);
  });
});
