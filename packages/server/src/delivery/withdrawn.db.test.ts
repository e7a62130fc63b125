import type { ConsentFact } from '@postern/core/consent';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorization } from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type MailSink, startMailSink } from '../../../../tests/support/mail-sink.ts';
import { type SendingWorld, sendingWorld, until } from '../../../../tests/support/sending-world.ts';
import { type NewConsent, recordConsent } from '../consent/index.ts';
import { inTransaction } from '../database/index.ts';
import { runDispatcher } from './dispatcher.ts';

let db: TestDatabase;
let world: SendingWorld;
let sink: MailSink;

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
  sink = await startMailSink();
  await world.relayTo(sink);
});
afterAll(async () => {
  await sink.close();
  await world.close();
  await db.drop();
});

const DOCUMENT = '019b0000-0000-7000-8000-000000000001';
/** What somebody says in the middle of the campaign, and why nothing goes to them then. */
const SAID: readonly (readonly [ConsentFact, string])[] = [
  [{ kind: 'opted_out', scope: 'marketing' }, 'opted_out_marketing'],
  [{ kind: 'authorization_revoked', documentId: DOCUMENT }, 'needs_marketing_authorization'],
  [{ kind: 'restriction_agreed' }, 'restriction'],
  [{ kind: 'opted_out', scope: 'stream:marketing' }, 'left_stream'],
];
const EACH = 500;

const record = (events: readonly Pick<NewConsent, 'contactId' | 'fact'>[]) =>
  inTransaction(world.database, (tx) => {
    const by = { source: 'page', actor: 'recipient', at: new Date() };
    return recordConsent(
      tx,
      world.keys,
      events.map((event) => ({ ...event, ...by })),
    );
  });

/**
 * Whose message has left, or is on its way. The campaign is locked meanwhile: each hand-over that had
 * begun before is over, and none begins.
 */
const left = (campaignId: string) =>
  inTransaction(world.database, async (tx) => {
    await tx
      .selectFrom('campaigns')
      .select('id')
      .where('id', '=', campaignId)
      .forUpdate()
      .execute();
    const gone = await tx
      .selectFrom('sends')
      .select('contact_id')
      .where('campaign_id', '=', campaignId)
      .where('state', '=', 'accepted')
      .execute();
    const batches = await tx
      .selectFrom('send_batches')
      .select('handed_over')
      .where('campaign_id', '=', campaignId)
      .execute();
    return new Set([
      ...gone.map(({ contact_id: id }) => id),
      ...batches.flatMap(({ handed_over: ids }) => ids ?? []),
    ]);
  });

test('who withdraws while thousands are queued gets no message that had not left', async () => {
  const facts = [authorization({ id: DOCUMENT })];
  const contacts = await world.addContacts(EACH * (SAID.length + 1));
  await record(contacts.flatMap((contactId) => facts.map((fact) => ({ contactId, fact }))));
  const reasons = new Map<string, string>();
  const said = SAID.flatMap(([fact, code], kind) =>
    contacts.slice(kind * EACH, (kind + 1) * EACH).map((contactId) => {
      reasons.set(contactId, code);
      return { contactId, fact };
    }),
  );
  sink.delay = 20;
  const campaign = await world.launch(contacts, {
    communication: { category: 'third_party_product' },
  });
  const stop = new AbortController();
  const dispatcher = runDispatcher(world.deps(), stop.signal);
  await until(() => sink.ledger.length >= 200);
  await record(said);
  const before = await left(campaign);
  await until(async () => (await world.campaign(campaign)).state === 'done');
  stop.abort();
  await dispatcher;

  const rows = await world.rows(campaign);
  const taken = new Set(sink.ledger.map(({ messageId }) => messageId));
  const withdrew = rows.filter(({ contact_id: id }) => reasons.has(id));
  // most of them were still waiting, so that there was something to stop
  expect(withdrew.filter(({ contact_id: id }) => !before.has(id)).length).toBeGreaterThan(EACH);
  for (const { contact_id: id, message_id: messageId, state, code } of withdrew) {
    const told = { left: before.has(id), taken: taken.has(messageId), state, code };
    expect(told).toEqual(
      before.has(id)
        ? { left: true, taken: true, state: 'accepted', code }
        : { left: false, taken: false, state: 'refused', code: reasons.get(id) },
    );
  }
  const others = rows.filter(({ contact_id: id }) => !reasons.has(id));
  expect(new Set(others.map(({ state }) => state))).toEqual(new Set(['accepted']));
  expect(sink.ledger).toHaveLength(rows.filter(({ state }) => state === 'accepted').length);
});
