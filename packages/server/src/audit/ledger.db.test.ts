import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { type OrganizationKeys, organizationKeys } from '../keys/index.ts';
import { appendAudit, appendAudits } from './append.ts';
import { sealLedger } from './seal-ledger.ts';
import { verifyAudit } from './verify.ts';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await testDatabase();
  database = openDatabase(test.url, () => {}).database;
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

const now = new Date('2026-03-01T10:00:00.123Z');
const newKeys = () => organizationKeys(v7(), randomBytes(32));

/** A ledger with so many entries that are not sealed yet. */
async function ledgerOf(count: number): Promise<OrganizationKeys> {
  const keys = newKeys();
  const notes = Array.from({ length: count }, (_, number) => ({
    actor: v7(),
    action: 'contact.viewed' as const,
    subject: { contactId: v7(), number },
    address: '192.0.2.7',
  }));
  await inTransaction(database, (tx) => appendAudits(tx, keys, notes, now));
  return keys;
}

describe('appending', () => {
  it('waits for nobody: two writers are in the middle of theirs at once', async () => {
    const keys = newKeys();
    const note = { actor: 'system', action: 'campaign.finished', subject: {} } as const;
    await inTransaction(database, async (one) => {
      await appendAudit(one, keys, note, now);
      await inTransaction(database, (other) => appendAudit(other, keys, note, now));
      // and the sealer waits for neither
      expect(await sealLedger(database, keys)).toBe(1);
    });
    expect(await sealLedger(database, keys)).toBe(1);
    expect(await verifyAudit(database, keys)).toMatchObject({ intact: true, entries: 2 });
  });

  it('does not happen when the act does not', async () => {
    const keys = await ledgerOf(1);
    const failed = inTransaction(database, async (tx) => {
      await appendAudit(
        tx,
        keys,
        { actor: 'system', action: 'campaign.finished', subject: {} },
        now,
      );
      throw new Error('The act failed.');
    });
    await expect(failed).rejects.toThrow('The act failed.');
    expect(await verifyAudit(database, keys)).toMatchObject({ intact: true, entries: 1 });
  });
});

describe('sealing', () => {
  it.each([1, 2, 255, 256, 257, 600])('goes on from %i entries', async (count) => {
    const keys = await ledgerOf(count);
    await sealLedger(database, keys);
    const note = { actor: 'recipient', action: 'portal.read', subject: {} } as const;
    await inTransaction(database, (tx) => appendAudits(tx, keys, [note, note], now));
    await sealLedger(database, keys);
    expect(await verifyAudit(database, keys)).toEqual({
      intact: true,
      entries: count + 2,
      sentence: `Intact: ${count + 2} entries, each at its place in the signed tree.`,
    });
  });
});
