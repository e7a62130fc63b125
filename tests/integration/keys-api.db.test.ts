import { createPublicKey, verify } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../packages/server/src/config/index.ts';
import { dispatchOnce, runDispatcher } from '../../packages/server/src/delivery/index.ts';
import { openFoundation } from '../../packages/server/src/foundation.ts';
import { keyring, localKeyStore } from '../../packages/server/src/keys/index.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { startMailSink } from '../support/mail-sink.ts';
import { type SendingWorld, sendingWorld } from '../support/sending-world.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';

describe('a key store that is down', () => {
  let test: TestDatabase;
  let world: SendingWorld;
  beforeAll(async () => {
    test = await testDatabase();
    world = await sendingWorld(test.url);
  });
  afterAll(async () => {
    await world.close();
    await test.drop();
  });

  it('lets mail wait, and it goes by itself when the store is back', async () => {
    const sink = await startMailSink();
    await world.relayTo(sink);
    const campaignId = await world.launch(await world.addContacts(5));
    // a process that has opened nothing yet
    const ring = keyring(await localKeyStore(world.keyFile), world.database);
    await rename(world.keyFile, `${world.keyFile}.away`);
    const stop = new AbortController();
    const running = runDispatcher(world.deps({ keyring: ring }), stop.signal);
    const reason = async () => (await world.campaign(campaignId)).held_reason ?? '';
    await expect.poll(reason, { timeout: 15_000 }).toContain('the key store does not answer');
    expect(await world.counts(campaignId)).toEqual({ queued: 5 });
    await rename(`${world.keyFile}.away`, world.keyFile);
    await expect.poll(() => world.counts(campaignId), { timeout: 15_000 }).toEqual({ accepted: 5 });
    expect(await reason()).toBe('');
    stop.abort();
    await running;
    await sink.close();
  });

  const foundationOf = (keyFile: string, said: string[] = []) =>
    openFoundation(
      readConfig(
        {
          HOME: temporaryDirectory('postern-home-'),
          DATABASE_URL: test.url,
          POSTERN_KEY_FILE: keyFile,
        },
        false,
      ),
      { report: (sentence) => said.push(sentence) },
    );
  const content = async () =>
    (await test.pool.query('select * from organizations, seal_keys full join contacts on false'))
      .rows;

  it('is refused at the start with a wrong key file, and the data is untouched', async () => {
    const before = await content();
    const other = join(temporaryDirectory('postern-wrong-'), 'kek');
    await localKeyStore(other);
    await expect(foundationOf(other)).rejects.toThrow(
      'is not the one that this database was sealed with. Restore the key file that belongs to it.',
    );
    await expect(foundationOf(`${other}.none`)).rejects.toThrow(
      'and the data was sealed with one. Restore it from its backup',
    );
    expect(await content()).toEqual(before);
  });

  it('does not keep the server from starting when the store is a service that is away', async () => {
    const said: string[] = [];
    // wrapped by a key file; the service is asked for it, and is not there
    const { data_key_wrapped: wrapped } = await world.database
      .selectFrom('organizations')
      .select('data_key_wrapped')
      .executeTakeFirstOrThrow();
    const vault = Buffer.from('vault:transit/postern\nvault:v1:AAAA');
    await world.database.updateTable('organizations').set({ data_key_wrapped: vault }).execute();
    const foundation = await openFoundation(
      readConfig(
        {
          HOME: temporaryDirectory('postern-home-'),
          DATABASE_URL: test.url,
          POSTERN_KEY_STORE: 'vault',
          POSTERN_VAULT_ADDRESS: 'http://127.0.0.1:9',
          POSTERN_VAULT_TOKEN: 'hvs.example',
        },
        false,
      ),
      { report: (sentence) => said.push(sentence) },
    );
    expect(said.join(' ')).toContain('Vault at http://127.0.0.1:9 does not answer');
    expect(foundation.keyWatch.state().sentence).toContain('does not answer');
    await foundation.close();
    await world.database.updateTable('organizations').set({ data_key_wrapped: wrapped }).execute();
  });
});

describe('the keys of an organization', () => {
  let world: ApiWorld;
  beforeAll(async () => {
    world = await apiWorld();
  });
  afterAll(() => world.close());

  it('are for administrators, who confirm that a copy of the key file is kept', async () => {
    const owner = await world.as('owner');
    const marketer = await world.as('marketer');
    expect((await marketer.request('GET', 'keys')).status).toBe(403);
    const before = await owner.request('GET', 'keys');
    expect(before.json).toMatchObject({
      store: { kind: 'file', problem: null },
      backup: { needed: true, confirmedAt: null },
      wrappedByOlder: 0,
      rotation: null,
    });
    const after = await owner.request('POST', 'keys/backup');
    expect(after.json.backup.confirmedAt).not.toBe(null);
    // a new key file needs a new copy
    const wrapped = await owner.request('POST', 'keys/rewrap');
    expect(wrapped.json).toMatchObject({ backup: { confirmedAt: null }, wrappedByOlder: 0 });
    const begun = await owner.request('POST', 'keys/rotation');
    expect([begun.status, begun.json.rotation.state]).toEqual([202, 'announced']);
    expect((await owner.request('POST', 'keys/rotation')).status).toBe(409);
    expect(await dispatchOnce(world.delivery)).toBe(0);
  });

  it('that cannot be had are a problem of their own', async () => {
    const owner = await world.as('owner');
    const path = join(world.keyDirectory, 'kek');
    world.keyring.drop();
    await rename(path, `${path}.away`);
    const answer = await owner.request('POST', 'contacts/search', { text: 'ana@example.org' });
    await rename(`${path}.away`, path);
    expect([answer.status, answer.json.code]).toEqual([503, 'key_store_unavailable']);
    expect(answer.json.detail).toContain('goes on by itself when both answer');
    const again = await owner.request('POST', 'contacts/search', { text: 'ana@example.org' });
    expect(again.status).toBe(200);
  });

  it('are gone with it: sessions end, and no dump of before opens any more', async () => {
    const { rows: dumped } = await world.test.pool.query<{ id: string; wrapped: Buffer }>(
      'select id, data_key_wrapped as wrapped from organizations',
    );
    const [before] = dumped;
    expect(
      await world.keyStore.unwrap(before?.wrapped ?? Buffer.of(), before?.id ?? ''),
    ).toHaveLength(32);
    const owner = await world.as('owner');
    const wrong = { confirmation: 'Riverside' };
    expect((await owner.request('POST', 'organization/destruction', wrong)).status).toBe(422);
    const right = { confirmation: 'Riverside Family Health' };
    const { status, json } = await owner.request('POST', 'organization/destruction', right);
    expect([status, json.copies?.worthless]).toEqual([200, true]);
    const { signature, ...said } = json;
    const publicKey = createPublicKey({
      key: Buffer.from(json.publicKey, 'base64'),
      format: 'der',
      type: 'spki',
    });
    const signed = Buffer.from(signature, 'base64');
    expect(verify(null, Buffer.from(JSON.stringify(said)), publicKey, signed)).toBe(true);
    expect((await owner.request('GET', 'organization')).status).toBe(401);

    await expect(
      world.keyStore.unwrap(before?.wrapped ?? Buffer.of(), before?.id ?? ''),
    ).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    const fresh = keyring(world.keyStore, world.database);
    await expect(fresh.of(world.organizationId)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    const { rows } = await world.test.pool.query(
      'select (select count(*) from users)::int + (select count(*) from attribute_definitions)::int as left',
    );
    expect(rows).toEqual([{ left: 0 }]);
    const kept = await world.test.pool.query(
      'select certificate, rows_gone_at from destroyed_organizations',
    );
    expect(kept.rows[0]).toMatchObject({ certificate: json, rows_gone_at: expect.any(Date) });
  });
});
