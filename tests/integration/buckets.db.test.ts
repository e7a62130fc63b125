import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import {
  campaignPeople,
  contactHistory,
  launchCampaign,
  reviewCampaign,
} from '../../packages/server/src/campaigns/index.ts';
import { forgetPerson, recordConsent } from '../../packages/server/src/consent/index.ts';
import {
  findContacts,
  getContact,
  listContacts,
  loadDefinitions,
} from '../../packages/server/src/contacts/index.ts';
import {
  type Database,
  inTransaction,
  openDatabase,
} from '../../packages/server/src/database/index.ts';
import { countSegment, segmentMembers } from '../../packages/server/src/segments/index.ts';
import { FAN_OUTS } from '../buckets/fan-outs.ts';
import { overhear } from '../buckets/overheard.ts';
import { bigTables, keysWithoutBucket, partition } from '../buckets/partition.ts';
import { type Touch, touchOf } from '../buckets/plan.ts';
import {
  addPatients,
  authorization,
  makeCampaign,
  makeRiverside,
  NOW,
  openPostOffice,
} from '../campaigns/riverside.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let scratch: TestDatabase;
let database: Database;
let texts: ReadonlySet<string>;

beforeAll(async () => {
  scratch = await testDatabase();
  await partition(scratch.pool, await bigTables(scratch.pool));
  const heard = overhear();
  ({ database } = openDatabase(scratch.url, () => {}));
  await live();
  heard.end();
  ({ texts } = heard);
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

/** A day of a practice: what its product asks most. */
async function live(): Promise<void> {
  const riverside = await makeRiverside(database);
  const { keys, organizationId } = riverside;
  const ids = await addPatients(
    riverside,
    Array.from({ length: 12 }, (_, each) => ({
      attributes: { email: `p${each}@example.org`, record_number: `R-${each}`, plan: 'Gold' },
      facts: each % 3 === 0 ? [] : [authorization()],
    })),
  );
  const { id } = await makeCampaign(riverside);
  await reviewCampaign(database, keys, id, NOW);
  await inTransaction(database, (tx) => launchCampaign(tx, keys, id, NOW));
  const office = await openPostOffice(database);
  await office.sendAll();
  await office.close();
  const [first = '', second = ''] = ids;
  const definitions = await loadDefinitions(database, organizationId);
  await findContacts(database, keys, 'p1@example.org');
  await getContact(database, keys, definitions, first);
  await listContacts(database, keys, definitions, { limit: 5, cursor: null });
  await contactHistory(database, organizationId, first);
  await campaignPeople(database, keys, id, { limit: 5, cursor: null, state: 'sent' });
  const question = { keys, tree: { op: 'isSet', attribute: 'plan' }, today: '2026-06-01' };
  await countSegment(database, question);
  await segmentMembers(database, question, { limit: 5, cursor: null });
  await inTransaction(database, async (tx) => {
    const fact = { kind: 'opted_out', scope: 'marketing' } as const;
    await recordConsent(tx, keys, [
      { contactId: second, fact, source: 'page', actor: 'recipient', at: NOW },
    ]);
    await forgetPerson(tx, keys, first, NOW);
  });
}

it('has a bucket in every unique key of every big table', async () => {
  expect(await keysWithoutBucket(scratch.pool)).toEqual([]);
});

describe('each statement of an ordinary day', () => {
  it('asks one bucket, or stands on the list of those that fan out', async () => {
    const others = [];
    for (const { text, touch } of await touches()) {
      if (touch.fansOut.length === 0 || FAN_OUTS.some(({ says }) => text.includes(says))) continue;
      others.push({ tables: touch.fansOut, text });
    }
    expect(others).toEqual([]);
  });

  it('joins big tables within their buckets', async () => {
    const across = (await touches()).filter(({ touch }) => touch.joins.length > 0);
    expect(across).toEqual([]);
  });

  it('is still asked, when the list says that it fans out', async () => {
    const fanning = (await touches()).filter(({ touch }) => touch.fansOut.length > 0);
    const asked = (says: string) => fanning.some(({ text }) => text.includes(says));
    expect(FAN_OUTS.filter(({ says }) => !asked(says))).toEqual([]);
  });
});

test('a statement that names no bucket is found out', async () => {
  const across = 'select from contacts c join sends s on s.contact_id = c.id where c.has_email';
  expect(await touchOf(scratch.pool, across)).toEqual({
    fansOut: expect.arrayContaining(['contacts', 'sends']),
    joins: [expect.stringContaining('with')],
  });
  const within =
    'select from sends where bucket = $1 and organization_id = $2 and campaign_id = $3';
  expect(await touchOf(scratch.pool, within)).toEqual({ fansOut: [], joins: [] });
});

/** What each statement does that touches a big table; white space as one blank. */
async function touches(): Promise<readonly { readonly text: string; readonly touch: Touch }[]> {
  const found = [];
  for (const statement of texts) {
    const touch = await touchOf(scratch.pool, statement);
    if (touch !== null) found.push({ text: statement.replace(/\s+/g, ' '), touch });
  }
  return found;
}
