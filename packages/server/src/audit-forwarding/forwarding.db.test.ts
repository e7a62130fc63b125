import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { silent } from '../../../../tests/support/sending-world.ts';
import { appendAudits, sealLedger } from '../audit/index.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { issueCertificate } from '../delivery/sandbox-authority.ts';
import { type OrganizationKeys, organizationKeys } from '../keys/index.ts';
import { type Forwarding, forwardNext } from './forward-next.ts';
import { addForward, listForwards, type NewForward, removeForward } from './forwards.ts';
import { signature } from './send-webhook.ts';

let test: TestDatabase;
let database: Database;
let keys: OrganizationKeys;
beforeAll(async () => {
  test = await testDatabase();
  database = openDatabase(test.url, () => {}).database;
  keys = organizationKeys(v7(), randomBytes(32));
  await test.pool.query(
    'alter table audit_forwards drop constraint audit_forwards_organization_id_fkey',
  );
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

let time = Date.parse('2026-03-01T10:00:00Z');
const forwarding = (over: Partial<Forwarding> = {}): Forwarding => ({
  database,
  keyring: {
    of: async () => keys,
    make: async () => Buffer.alloc(0),
    within: () => forwarding().keyring,
  },
  log: silent,
  now: () => new Date(time),
  allowPrivate: true,
  ...over,
});

async function act(count: number): Promise<void> {
  const notes = Array.from({ length: count }, () => ({
    actor: 'system',
    action: 'campaign.finished' as const,
    subject: { campaignId: v7() },
  }));
  await inTransaction(database, (tx) => appendAudits(tx, keys, notes, new Date(time)));
  await sealLedger(database, keys);
}

const add = (target: NewForward['target'], from: NewForward['from'] = 'now') =>
  inTransaction(database, (tx) => addForward(tx, keys, { name: 'Archive', target, from }));
const remove = (id: string) =>
  inTransaction(database, (tx) => removeForward(tx, keys.organizationId, id));
const told = async () => (await listForwards(database, keys))[0];

/** A place that remembers what it was told, and answers as it is said to. */
async function webhook() {
  const messages: { headers: Record<string, unknown>; body: string }[] = [];
  let status = 200;
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      messages.push({ headers: request.headers, body });
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/audit`,
    messages,
    answer: (next: number) => (status = next),
    close: () => new Promise((done) => server.close(done)),
    sequences: () =>
      messages.map(({ body }) =>
        JSON.parse(body).data.entries.map((entry: { sequence: number }) => entry.sequence),
      ),
  };
}

describe('a webhook', () => {
  it('is told every entry in order, signed, and again what it did not take', async () => {
    await act(1);
    const place = await webhook();
    const { id, secret } = await add({ kind: 'webhook', url: place.url, authority: null });
    expect(await forwardNext(forwarding())).toBe(false);
    expect(await told()).toMatchObject({ sent: null, waiting: 0 });
    await act(2);
    place.answer(503);
    expect(await forwardNext(forwarding())).toBe(true);
    expect(await told()).toMatchObject({ waiting: 2, problem: 'It answered with the status 503.' });
    // not again at once
    expect(await forwardNext(forwarding())).toBe(false);
    time += 3_000;
    place.answer(302);
    await forwardNext(forwarding());
    time += 5_000;
    place.answer(200);
    await act(1);
    await forwardNext(forwarding());
    expect(place.sequences()).toEqual([
      [2, 3],
      [2, 3],
      [2, 3, 4],
    ]);
    expect(await told()).toMatchObject({ waiting: 0, sent: 4, problem: null });
    const { headers, body } = place.messages.at(-1) ?? { headers: {}, body: '' };
    expect(headers['webhook-id']).toBe(`audit-${id}-2`);
    expect(headers['webhook-signature']).toBe(
      signature(secret ?? '', `audit-${id}-2.${String(headers['webhook-timestamp'])}.${body}`),
    );
    await remove(id);
    await place.close();
  });

  it('is told again after a crash in the middle of a try', async () => {
    const place = await webhook();
    const { id } = await add({ kind: 'webhook', url: place.url, authority: null }, 'beginning');
    // who had it died before the end was recorded
    await test.pool.query('update audit_forwards set next_at = $1', [new Date(time + 60_000)]);
    expect(await forwardNext(forwarding())).toBe(false);
    time += 60_000;
    expect(await forwardNext(forwarding())).toBe(true);
    expect(place.sequences()).toEqual([[1, 2, 3, 4]]);
    await remove(id);
    await place.close();
  });

  it('must not lie in the private network, unless that is allowed', async () => {
    for (const host of ['127.0.0.1:9', '[::1]:9', 'localhost:9', '169.254.169.254', '10.0.0.1']) {
      const { id } = await add(
        { kind: 'webhook', url: `https://${host}/`, authority: null },
        'beginning',
      );
      await forwardNext(forwarding({ allowPrivate: false }));
      expect((await told())?.problem).toContain('lies in the private network');
      await remove(id);
    }
  });
});

describe('a syslog server', () => {
  it('gets frames of RFC 5425 with messages of RFC 5424, over verified TLS alone', async () => {
    const { key, certificate, authority } = await issueCertificate(new Date(), 'localhost');
    let heard = '';
    const server = createTlsServer({ key, cert: certificate }, (socket) => {
      socket.on('data', (part) => (heard += part.toString()));
      socket.on('error', () => {});
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const place = { kind: 'syslog', host: 'localhost', port } as const;
    const unknown = await add({ ...place, authority: null }, 'beginning');
    await forwardNext(forwarding());
    expect((await told())?.problem).toMatch(/certificate|signature|issuer/i);
    expect(heard).toBe('');
    await remove(unknown.id);
    const { id } = await add({ ...place, authority }, 'beginning');
    await forwardNext(forwarding());
    expect(await told()).toMatchObject({ waiting: 0, problem: null });
    const messages: string[] = [];
    for (let rest = heard; rest !== ''; ) {
      const [length = ''] = rest.split(' ');
      const from = length.length + 1;
      messages.push(rest.slice(from, from + Number(length)));
      rest = rest.slice(from + Number(length));
    }
    expect(messages).toHaveLength(4);
    expect(messages[0]).toMatch(
      /^<110>1 2026-03-01T10:00:00\.000Z - postern - campaign\.finished \[meta sequenceId="1"\] \{.*\}$/,
    );
    await remove(id);
    await new Promise((done) => server.close(done));
  });
});
