import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type MailSink, startMailSink } from '../../../../tests/support/mail-sink.ts';
import { type SendingWorld, sendingWorld, until } from '../../../../tests/support/sending-world.ts';
import { suppressedAmong } from '../consent/index.ts';
import { dispatchOnce } from './dispatcher.ts';

let db: TestDatabase;
let world: SendingWorld;
let sink: MailSink;

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
});
afterAll(async () => {
  await world.close();
  await db.drop();
});
beforeEach(async () => {
  sink = await startMailSink();
  await world.relayTo(sink);
});
afterEach(() => sink.close());

/** While the work lasts, others wait who want to write to the table, or with `reading` to read it. */
async function locked(table: string, reading: boolean, work: () => Promise<void>): Promise<void> {
  const mode = reading ? 'access exclusive' : 'share row exclusive';
  await world.database.transaction().execute(async (tx) => {
    await sql`lock table ${sql.table(table)} in ${sql.raw(mode)} mode`.execute(tx);
    await work();
  });
}

/** The first result of the person in the journal. */
function resultOf(contact: string): string {
  if (!existsSync(world.journalDirectory)) return '';
  const files = readdirSync(world.journalDirectory).map((name) =>
    readFileSync(join(world.journalDirectory, name), 'utf8'),
  );
  const lines = files.join('').split('\n');
  return lines.find((line) => line.startsWith('r') && line.includes(contact)) ?? '';
}

describe('the outcome of a message', () => {
  it.each([
    ['accepted', 'take'],
    ['failed', { data: 554, text: '5.7.1 no' }],
    ['deferred', { data: 451, text: '4.3.0 later' }],
  ] as const)(
    'that is %s is in the journal while the database still has to give it a number',
    async (state, fate) => {
      const [contact = ''] = await world.addContacts(1);
      const campaign = await world.launch([contact]);
      sink.fate = () => fate;
      let sending: Promise<unknown> = Promise.resolve();
      await locked('send_routes', true, async () => {
        sending = dispatchOnce(world.deps());
        await until(() => resultOf(contact) !== '');
        expect(JSON.parse(resultOf(contact).replace(/^r\d+ /, ''))).toMatchObject({ state });
      });
      await sending;
      expect(await world.rows(campaign)).toMatchObject([{ state, host: 'localhost' }]);
    },
  );
});

describe('a refusal for good', () => {
  it('is heeded once it is recorded, before the process ends', async () => {
    const [contact = ''] = await world.addContacts(1, { email: 'gone@example.org' });
    const campaign = await world.launch([contact]);
    sink.fate = () => ({ rcpt: 550, text: '5.1.1 nobody' });
    const suppressed = () => suppressedAmong(world.database, world.keys, ['gone@example.org']);
    let sending: Promise<unknown> = Promise.resolve();
    await locked('suppressions', false, async () => {
      sending = dispatchOnce(world.deps());
      await until(async () => (await world.counts(campaign))['failed'] === 1);
      expect((await suppressed()).size).toBe(0);
    });
    await sending;
    expect((await suppressed()).get('gone@example.org')?.reason).toBe('hard_bounce');
  });
});
