import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  addPatients,
  authorization,
  makeCampaign,
  makeRiverside,
  NOW,
  type Riverside,
} from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { appendAudit, sealLedger } from '../audit/index.ts';
import { recordConsent } from '../consent/index.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { type LiveReview, liveReview } from './index.ts';

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

/** Looks, a minute apart, until the review says so. */
async function lookUntil(
  live: { look(): Promise<LiveReview> },
  clock: { now: Date },
  is: (standing: LiveReview) => boolean,
): Promise<LiveReview> {
  for (;;) {
    const standing = await live.look();
    if (is(standing)) return standing;
    clock.now = new Date(clock.now.getTime() + 60_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const may = ({ review }: LiveReview) => review?.parts.find(({ part }) => part === 'may')?.count;

it('is made anew when somebody takes back what they allowed, and not for what changes nothing', async () => {
  const { keys } = riverside;
  const [first] = await addPatients(
    riverside,
    [1, 2, 3].map((each) => ({
      attributes: { email: `p${each}@example.org`, record_number: `R-${each}` },
      facts: [authorization()],
    })),
  );
  const { id } = await makeCampaign(riverside);
  const clock = { now: NOW };
  const live = liveReview(database, keys, id, new AbortController().signal, () => clock.now);
  const before = await lookUntil(live, clock, ({ review }) => review !== null);
  expect(may(before)).toBe(3);

  const note = { actor: 'system', action: 'contact.viewed', subject: {} } as const;
  await inTransaction(database, (tx) => appendAudit(tx, keys, note));
  await sealLedger(database, keys);
  const again = await lookUntil(live, clock, ({ progress }) => progress === null);
  expect(again.at).toEqual(before.at);

  await inTransaction(database, async (tx) => {
    const fact = { kind: 'opted_out', scope: 'marketing' } as const;
    const contactId = first ?? '';
    await recordConsent(tx, keys, [
      { contactId, fact, source: 'page', actor: 'recipient', at: NOW },
    ]);
    const subject = { contactId };
    await appendAudit(tx, keys, { actor: 'recipient', action: 'consent.chosen', subject });
  });
  await sealLedger(database, keys);
  const after = await lookUntil(live, clock, (standing) => may(standing) === 2);
  expect(after.review?.audience).toBe(3);
});

it('tells what a draft lacks', async () => {
  const { id } = await makeCampaign(riverside);
  await scratch.pool.query('update campaigns set template_id = null where id = $1', [id]);
  const clock = { now: NOW };
  const signal = new AbortController().signal;
  const live = liveReview(database, riverside.keys, id, signal, () => clock.now);
  const standing = await lookUntil(live, clock, ({ at }) => at !== null);
  expect(standing).toMatchObject({ review: null, missing: ['Choose a template.'] });
});
