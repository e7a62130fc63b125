import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { openRoute } from '../campaigns/index.ts';
import { makeLogger } from '../config/index.ts';
import { bucketOf, type Database, openDatabase } from '../database/index.ts';
import { organizationKeys } from '../keys/index.ts';
import { openPlaces } from './places.ts';
import { sealOldPlaces } from './seal-old-places.ts';

const MIGRATIONS = new URL('../database/migrations/', import.meta.url);
const older = v7();
const proven = v7();
const [contactId, returnedId] = [v7(), v7()];
const keys = organizationKeys(older, randomBytes(32));
let scratch: TestDatabase;
let database: Database;

/** A database as it was before the migration, with two organizations of one domain. */
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  const { pool } = scratch;
  await pool.query('drop schema public cascade; create schema public');
  const names = (await readdir(MIGRATIONS)).toSorted();
  const run = async (name: string) => pool.query(await readFile(new URL(name, MIGRATIONS), 'utf8'));
  for (const name of names.filter((one) => one < '0011')) await run(name);
  for (const [number, id] of [
    [1, older],
    [2, proven],
  ]) {
    await pool.query(
      `insert into organizations (id, number, name, postal_address, from_name, from_address,
         sending_domain, profile, sender, transport, data_key_wrapped)
       values ($1, $2, 'Clinic', 'x', 'Clinic', 'care@example.org', 'example.org', 'strict', '{}',
         '{"kind":"sandbox"}', '\\x00')`,
      [id, number],
    );
    await pool.query(
      `insert into streams (organization_id, stream, domain, from_name, from_address,
         return_path_domain)
       select $1, stream, domain, 'Clinic', 'care@example.org', 'bounces.example.org'
       from (values ('marketing', 'shared.example.org'), ('transactional', 'Example.org')) as both_of (stream, domain)`,
      [id],
    );
  }
  await pool.query(
    `insert into domain_checks (organization_id, stream, kind, subject, state, sentence, records,
       checked_at) values ($1, 'marketing', 'dkim', 'postern1', 'ok', 'It is there.', '[]', now())`,
    [proven],
  );
  const { rows } = await pool.query<{ id: number }>(
    `insert into send_routes (organization_id, hash, site, host, peer, tls_protocol, tls_cipher,
       tls_verified)
     values ($1, '\\x01', 'mx.garcia-family.example', 'mx.garcia-family.example', '192.0.2.7',
       'TLSv1.3', 'TLS_AES_256_GCM_SHA384', 'unverified') returning id`,
    [older],
  );
  await pool.query(
    `insert into sends (bucket, organization_id, campaign_id, contact_id, state, due_at, route)
     values ($1, $2, $3, $4, 'accepted', now(), $5)`,
    [bucketOf(contactId), older, v7(), contactId, rows[0]?.id],
  );
  await pool.query(
    `insert into returned_mail (bucket, organization_id, id, contact_id, hash, class, form, counts,
       reason, remote_mta, provider, source_sealed, size, acted, received_at)
     values ($1, $2, $3, $4, '\\x01', 'soft', 'dsn', true, 'Later.', 'mx.garcia-family.example',
       'garcia-family.example', '\\x00', 1, '{}', now())`,
    [bucketOf(contactId), older, returnedId, contactId],
  );
  await run('0011_places.sql');
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const text = async () => {
  const tables = ['returned_mail', 'send_routes', 'unsealed_places', 'told_sends'];
  const rows = await Promise.all(
    tables.map(async (table) => (await scratch.pool.query(`select * from ${table}`)).rows),
  );
  return JSON.stringify(rows);
};

test('what was in clear before is sealed at the next start, and nothing of it is lost', async () => {
  expect(await text()).toContain('garcia');
  const keyring = { of: async () => keys, make: async () => Buffer.of(), within: () => keyring };
  const logged: string[] = [];
  const log = makeLogger('debug', { write: (line) => void logged.push(line) });
  const locked = { ...keyring, of: () => Promise.reject(new Error('The key does not open.')) };
  expect(await sealOldPlaces({ database, keyring: locked, log })).toBe(0);
  expect(logged).toHaveLength(1);
  expect(await sealOldPlaces({ database, keyring, log })).toBe(2);
  expect(await sealOldPlaces({ database, keyring, log })).toBe(0);
  expect(await text()).not.toContain('garcia');
  const returned = await database
    .selectFrom('returned_mail')
    .select(['id', 'places_sealed'])
    .executeTakeFirstOrThrow();
  expect(openPlaces(keys, returned.id, returned.places_sealed)).toEqual({
    remoteMta: 'mx.garcia-family.example',
    provider: 'garcia-family.example',
  });
  const send = await database
    .selectFrom('told_sends')
    .select(['route_hash', 'route_sealed', 'tls_verified'])
    .executeTakeFirstOrThrow();
  expect(send.tls_verified).toBe('unverified');
  expect(openRoute(keys, send.route_hash, send.route_sealed)).toEqual({
    site: 'mx.garcia-family.example',
    host: 'mx.garcia-family.example',
    peer: '192.0.2.7',
  });
});

test('a domain that two had goes to who proved it, else to the older; both keep their streams', async () => {
  const claims = await database.selectFrom('sending_domains').selectAll().execute();
  expect(Object.fromEntries(claims.map((row) => [row.domain, row.organization_id]))).toEqual({
    'shared.example.org': proven,
    'example.org': older,
    'bounces.example.org': older,
  });
  const streams = await database.selectFrom('streams').select('domain').execute();
  expect(streams.map(({ domain }) => domain).toSorted()).toEqual([
    'Example.org',
    'Example.org',
    'shared.example.org',
    'shared.example.org',
  ]);
});
