import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeRiverside, type Riverside } from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Database, openDatabase } from '../database/index.ts';
import { openReturnedMail } from '../returns/index.ts';
import { forgetOld } from './forget-old.ts';

let scratch: TestDatabase;
let database: Database;
let riverside: Riverside;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  riverside = await makeRiverside(database);
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const NOW = new Date('2026-06-01T12:00:00Z');
const ago = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const dayAgo = (days: number) => ago(days).toISOString().slice(0, 10);

async function returned(at: Date): Promise<string> {
  const id = v7();
  const { keys, organizationId } = riverside;
  await database
    .insertInto('returned_mail')
    .values({
      bucket: 0,
      organization_id: organizationId,
      id,
      contact_id: null,
      campaign_id: null,
      hash: Buffer.from(id),
      class: 'unknown',
      form: 'none',
      counts: false,
      status: null,
      reason: 'Not understood.',
      places_sealed: null,
      source_sealed: keys.seal('as it came', `returned_mail.source:${id}`),
      size: 10,
      acted: [],
      received_at: at,
    })
    .execute();
  return id;
}

test('mail that came home loses its content after 90 days and keeps what it was taken for', async () => {
  const old = await returned(ago(91));
  const young = await returned(ago(89));
  await forgetOld(database, NOW);
  expect(await openReturnedMail(database, riverside.keys, old)).toEqual({
    source: null,
    size: 10,
    whole: false,
  });
  expect(await openReturnedMail(database, riverside.keys, young)).toMatchObject({
    size: 10,
    whole: true,
  });
});

test('figures of days go after two years, sites after 90 days without mail', async () => {
  const organization_id = riverside.organizationId;
  const days = [dayAgo(731), dayAgo(729)];
  const kind = { policy_domain: 'example.org', policy_type: 'sts' as const, mx_host: '' };
  await database
    .insertInto('tls_results')
    .values(
      days.map((day) => ({ organization_id, day, ...kind, result_type: 'success', count: 1 })),
    )
    .execute();
  await database
    .insertInto('provider_days')
    .values(days.map((day) => ({ organization_id, day, provider: 'example.org', accepted: 1 })))
    .execute();
  await database
    .insertInto('warm_up_days')
    .values(days.map((day) => ({ organization_id, day, subject: 'example.org', taken: 1 })))
    .execute();
  await database
    .insertInto('sites_seen')
    .values([
      { organization_id, site: 'mx.example.org', messages: 1, last_at: ago(91) },
      { organization_id, site: 'mx.example.net', messages: 1, last_at: ago(89) },
    ])
    .execute();
  await forgetOld(database, NOW);
  for (const table of ['tls_results', 'provider_days', 'warm_up_days'] as const) {
    const left = await database.selectFrom(table).select('day').execute();
    expect([table, left]).toEqual([table, [{ day: dayAgo(729) }]]);
  }
  const sites = await database.selectFrom('sites_seen').select('site').execute();
  expect(sites).toEqual([{ site: 'mx.example.net' }]);
});

test('mail in the sandbox goes after 30 days, and kept answers once their keys are over', async () => {
  const organization_id = riverside.organizationId;
  const source_sealed = Buffer.from('sealed');
  const mail = { organization_id, source_sealed, head_sealed: null, size: 1, dkim: 'pass' };
  const plain = { tls_protocol: 'TLSv1.3', tls_cipher: 'x', campaign_id: null };
  await database
    .insertInto('sandbox_messages')
    .values([31, 29].map((days) => ({ ...mail, ...plain, id: v7(), received_at: ago(days) })))
    .execute();
  const key = { organization_id, request_hash: Buffer.from('hash'), status: 200 };
  await database
    .insertInto('idempotency_keys')
    .values(
      [3, 1].map((days) => ({
        ...{ ...key, answer_sealed: source_sealed },
        ...{ key: `${days} days`, created_at: ago(days) },
      })),
    )
    .execute();
  await forgetOld(database, NOW);
  const left = await database.selectFrom('sandbox_messages').select('received_at').execute();
  expect(left).toEqual([{ received_at: ago(29) }]);
  expect(await database.selectFrom('idempotency_keys').select('key').execute()).toEqual([
    { key: '1 days' },
  ]);
});
