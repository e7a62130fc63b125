import type { ConsentFact } from '@postern/core/consent';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  addPatients,
  authorization,
  makeCampaign,
  makeRiverside,
  NOW,
  openPostOffice,
  type Riverside,
} from '../../../../tests/campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Caps, frequencyCaps, setFrequencyCaps } from '../consent/index.ts';
import { bucketOf, type Database, inTransaction, openDatabase } from '../database/index.ts';
import {
  campaignPeople,
  getCampaign,
  launchCampaign,
  reviewCampaign,
  reviewPeople,
} from './index.ts';

let scratch: TestDatabase;
let database: Database;
let riverside: Riverside;
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});
beforeEach(async () => {
  riverside = await makeRiverside(database);
});

const PAGE = { limit: 100, cursor: null };
const TOPIC = v7();

const people = (all: Readonly<Record<string, readonly ConsentFact[]>>) =>
  addPatients(
    riverside,
    Object.entries(all).map(([name, facts]) => ({
      attributes: { given_name: name, email: `${name}@example.org` },
      facts: [authorization(), ...facts],
    })),
  );
const review = async (id: string) => {
  const reviewed = await reviewCampaign(database, riverside.keys, id, NOW);
  if (reviewed.kind !== 'reviewed') throw new Error(reviewed.kind);
  return reviewed.review;
};
const told = (page: {
  readonly kind: string;
  readonly people?: readonly {
    readonly name: string;
    readonly code: string | null;
    readonly reason: string;
  }[];
}) =>
  (page.people ?? [])
    .map(({ name, code, reason }) => [name, code, reason] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
/** Sends it, and answers who was refused and why, as the review has to say before. */
const refusedOf = async (id: string) => {
  const promised = told(await reviewPeople(database, riverside.keys, id, PAGE, NOW));
  await inTransaction(database, (tx) => launchCampaign(tx, riverside.keys, id, NOW));
  const office = await openPostOffice(database);
  await office.sendAll();
  await office.close();
  const refused = told(
    await campaignPeople(database, riverside.keys, id, { ...PAGE, state: 'refused' }),
  );
  const without = promised.filter(([name]) => refused.some(([one]) => one === name));
  expect(refused).toEqual(without);
  expect((await getCampaign(database, riverside.organizationId, id, NOW))?.states).toMatchObject({
    sent: promised.length - refused.length,
    refused: refused.length,
  });
  return refused.map(([name, code]) => [name, code]);
};
const setCaps = async (caps: Partial<Caps>) => {
  const { version, ...now } = await frequencyCaps(database, riverside.organizationId);
  return inTransaction(database, (tx) =>
    setFrequencyCaps(tx, riverside.organizationId, { ...now, ...caps }, version),
  );
};

describe('what people asked for beside the law', () => {
  test('is heeded by the review, and dispatch agrees', async () => {
    const { organizationId } = riverside;
    await database
      .insertInto('topics')
      .values({ organization_id: organizationId, id: TOPIC, name: 'Check-ups', description: '' })
      .execute();
    await people({
      ada: [],
      ben: [{ kind: 'opted_out', scope: 'stream:marketing' }],
      cleo: [{ kind: 'opted_out', scope: `topic:${TOPIC}` }],
      dov: [{ kind: 'channel_chosen', channel: 'portal' }],
      eve: [{ kind: 'opted_out', scope: 'stream:transactional' }],
      fay: [{ kind: 'opted_out', scope: 'marketing' }],
    });
    const { id } = await makeCampaign(riverside);
    await database.updateTable('campaigns').set({ topic_id: TOPIC }).where('id', '=', id).execute();
    expect((await review(id)).sentence).toBe(
      'Of 6 in the segment, 2 may receive it (2 by authorization), 3 opted out, 1 asked not to be written to in this way.',
    );
    expect(await refusedOf(id)).toEqual([
      ['ben', 'left_stream'],
      ['cleo', 'left_topic'],
      ['dov', 'other_channel'],
      ['fay', 'opted_out_marketing'],
    ]);
  });
});

describe('how many messages somebody gets', () => {
  test('is three a week of marketing where nobody has said anything else', async () => {
    await people({ ada: [] });
    for (let sent = 0; sent < 3; sent++) {
      expect(await refusedOf((await makeCampaign(riverside)).id)).toEqual([]);
    }
    const { id } = await makeCampaign(riverside);
    expect((await review(id)).sentence).toBe(
      'Of 1 in the segment, nobody may receive it, 1 has had enough messages lately.',
    );
    expect(await refusedOf(id)).toEqual([['ada', 'frequency_cap']]);
  });

  test('is what the organization sets, and without a limit what the person wants', async () => {
    await people({ ada: [], ben: [{ kind: 'frequency_chosen', most: 1, period: 'month' }] });
    await setCaps({ marketing: { most: 2, period: 'day' } });
    expect(await refusedOf((await makeCampaign(riverside)).id)).toEqual([]);
    expect(await refusedOf((await makeCampaign(riverside)).id)).toEqual([['ben', 'frequency_cap']]);
    expect(await refusedOf((await makeCampaign(riverside)).id)).toEqual([
      ['ada', 'frequency_cap'],
      ['ben', 'frequency_cap'],
    ]);
    await setCaps({ marketing: null });
    expect(await refusedOf((await makeCampaign(riverside)).id)).toEqual([['ben', 'frequency_cap']]);
  });

  test('is counted for each stream alone', async () => {
    const [ada = ''] = await people({ ada: [] });
    await setCaps({ marketing: { most: 1, period: 'week' } });
    const results = await makeCampaign(riverside);
    await database
      .updateTable('campaigns')
      .set({ stream: 'transactional' })
      .where('id', '=', results.id)
      .execute();
    await database
      .insertInto('sends')
      .values({
        ...{ bucket: bucketOf(ada), organization_id: riverside.organizationId },
        ...{ campaign_id: results.id, contact_id: ada, state: 'accepted', settled_at: NOW },
      })
      .execute();
    expect(await refusedOf((await makeCampaign(riverside)).id)).toEqual([]);
    expect(await refusedOf((await makeCampaign(riverside)).id)).toEqual([['ada', 'frequency_cap']]);
  });

  test('is not set by two who did not see each other', async () => {
    const { organizationId } = riverside;
    const set = (most: number) =>
      inTransaction(database, (tx) =>
        setFrequencyCaps(
          tx,
          organizationId,
          { marketing: { most, period: 'week' }, transactional: null },
          0,
        ),
      );
    const kinds = (await Promise.all([set(1), set(2)])).map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(['set', 'stale']);
    expect((await frequencyCaps(database, organizationId)).version).toBe(1);
  });
});
