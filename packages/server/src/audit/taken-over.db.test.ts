import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { canonical } from '@postern/core/audit';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { organizationKeys } from '../keys/index.ts';
import { appendAudit } from './append.ts';
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

const MIGRATION = new URL('../database/migrations/0018_ledger.sql', import.meta.url);
const dataKey = randomBytes(32);
const organizationId = v7();
const keys = organizationKeys(organizationId, dataKey);

/** The tables as they were before, with a chain of so many entries in them. */
async function chained(count: number): Promise<void> {
  await test.pool.query(`
    drop view audit_entries; drop function keep_audit() cascade;
    drop table audit_pending, audit_sealed, audit_heads, audit_tiles, audit_checkpoints, audit_forwards;
    create table audit_entries (
      organization_id uuid not null, sequence bigint not null, at timestamptz not null,
      actor text not null, action text not null, subject jsonb not null,
      previous_hash bytea not null, hash bytea not null, primary key (organization_id, sequence));
    create table audit_heads (
      organization_id uuid primary key, sequence bigint not null, hash bytea not null,
      -- in place of the reference to an organization, which is not made here
      constraint audit_heads_organization_id_fkey check (sequence > 0));`);
  const mac = Buffer.from(hkdfSync('sha256', dataKey, organizationId, 'postern:audit:1', 32));
  let hash: Buffer = Buffer.alloc(32);
  for (let sequence = 1; sequence <= count; sequence += 1) {
    const previous = hash;
    const entry = {
      organizationId,
      sequence,
      at: new Date(1.7e12 + sequence).toISOString(),
      actor: sequence === 1 ? 'system' : v7(),
      action: 'contact.viewed',
      subject: { number: sequence, contactId: v7() },
    };
    hash = createHmac('sha256', mac).update(previous).update(canonical(entry)).digest();
    await test.pool.query('insert into audit_entries values ($1, $2, $3, $4, $5, $6, $7, $8)', [
      organizationId,
      sequence,
      entry.at,
      entry.actor,
      entry.action,
      entry.subject,
      previous,
      hash,
    ]);
  }
  await test.pool.query('insert into audit_heads values ($1, $2, $3)', [
    organizationId,
    count,
    hash,
  ]);
}

it('takes the chain over that was kept before, and goes on showing what is altered in it', async () => {
  await chained(300);
  await test.pool.query(readFileSync(MIGRATION, 'utf8'));
  const verify = async () => (await verifyAudit(database, keys)).sentence;
  expect(await verify()).toBe('Intact: 300 entries, each at its place in the signed tree.');
  const note = { actor: 'system', action: 'campaign.finished', subject: {} } as const;
  await inTransaction(database, (tx) => appendAudit(tx, keys, note));
  expect(await verify()).toBe('Intact: 301 entries, each at its place in the signed tree.');
  await test.pool.query('alter table audit_sealed disable trigger user');
  await test.pool.query(`update audit_sealed set actor = 'system' where sequence = 77`);
  expect(await verify()).toBe('Entry 77 is not what was written: its hash does not follow.');
});

it('shows what was altered before it was taken over', async () => {
  await chained(5);
  await test.pool.query('delete from audit_entries where sequence = 3');
  await test.pool.query(readFileSync(MIGRATION, 'utf8'));
  expect((await verifyAudit(database, keys)).sentence).toBe('Entry 3 is missing.');
});
