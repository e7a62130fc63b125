import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { countReturned } from '../shaping/index.ts';
import { ProviderFigures } from './provider-figures.ts';
import { TlsFigures } from './tls-figures.ts';

let db: TestDatabase;
let world: SendingWorld;
/** Nobody is there. */
let away: Database;

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
  away = openDatabase('postgres://nobody@127.0.0.1:1/none', () => {}).database;
});
afterAll(async () => {
  await away.destroy();
  await world.close();
  await db.drop();
});

const accepted = () =>
  world.database.selectFrom('provider_days').select(['provider', 'accepted']).execute();

describe('figures that are gathered', () => {
  it('of providers outlast a database that is away, with what came meanwhile', async () => {
    const figures = new ProviderFigures();
    const count = () => figures.count(world.organizationId, 'zoe@example.net');
    count();
    await expect(figures.flush(world.deps({ database: away }))).rejects.toThrow();
    count();
    await figures.flush(world.deps());
    await figures.flush(world.deps());
    expect(await accepted()).toEqual([{ provider: 'example.net', accepted: 2 }]);
  });

  it('of TLS do so too', async () => {
    const figures = new TlsFigures();
    const outcome = {
      policyType: 'no-policy-found',
      mxHost: 'mx.example.net',
      result: 'success',
    } as const;
    const count = () => figures.add(world.organizationId, 'example.net', outcome, new Date());
    count();
    await expect(figures.flush(away)).rejects.toThrow();
    count();
    await figures.flush(world.database);
    await figures.flush(world.database);
    const rows = await world.database.selectFrom('tls_results').select('count').execute();
    expect(rows.map((row) => Number(row.count))).toEqual([2]);
  });

  it('that stop marketing to a provider say so in the audit', async () => {
    // complaints of mail that others may have counted: too few messages to judge by as yet
    const at = new Date();
    await inTransaction(world.database, async (tx) => {
      for (let i = 0; i < 50; i++) {
        await countReturned(tx, world.organizationId, 'example.com', 'complaints', at);
      }
    });
    const figures = new ProviderFigures();
    for (let i = 0; i < 5_000; i++) figures.count(world.organizationId, 'zoe@example.com');
    await figures.flush(world.deps());
    const stops = await world.database.selectFrom('provider_stops').select('id').execute();
    expect(stops).toHaveLength(1);
    const audited = await world.database
      .selectFrom('audit_entries')
      .select(['actor', 'subject'])
      .where('action', '=', 'provider.stopped')
      .execute();
    expect(audited).toEqual([{ actor: 'system', subject: { stopId: stops[0]?.id } }]);
  });
});
