import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claimAll } from '../../../../tests/support/claims.ts';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { releaseSuppression, suppress, suppressedAmong } from '../consent/index.ts';
import { loadDefinitions, replaceContacts } from '../contacts/index.ts';
import { inTransaction } from '../database/index.ts';
import { rejectionOf } from './rejection-of.ts';
import type { Settlement } from './settle-sends.ts';
import { takeRejections } from './take-rejections.ts';

const GONE = { smtpCode: 550, enhancedCode: '5.1.1', reply: 'nobody here' } as const;
const FULL = { smtpCode: 552, enhancedCode: '5.2.2', reply: 'the mailbox is full' } as const;
const BLOCKED = { smtpCode: 550, enhancedCode: '5.7.1', reply: 'listed' } as const;
const USER = '0197aaaa-0000-7000-8000-000000000000';

let db: TestDatabase;
let world: SendingWorld;
let people = 0;
let email = '';

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
});
afterAll(async () => {
  await world.close();
  await db.drop();
});
beforeEach(async () => {
  email = `nobody${people++}@clinic${people}.test`;
  await world.database.deleteFrom('provider_days').execute();
});

/** What a sender records of a refusal before it is killed: nothing has followed from it yet. */
async function refused(said: Pick<Settlement, 'smtpCode' | 'enhancedCode' | 'reply'> = GONE) {
  const { database, keys, organizationId } = world;
  const [contactId = ''] = await world.addContacts(1, { email });
  const claims = await claimAll(world, await world.launch([contactId]));
  const settle = () =>
    claims.settle('failed', { ...said, rejection: rejectionOf(keys, email, said) });
  await settle();
  const open = () =>
    database
      .selectFrom('rejections')
      .select('class')
      .where('organization_id', '=', organizationId)
      .where('contact_id', '=', contactId)
      .execute();
  return { contactId, open, settle };
}
const take = (over = {}) => takeRejections(world.deps(over));
const ended = async () =>
  (await suppressedAmong(world.database, world.keys, [email])).get(email) ?? null;
const notes = (contactId: string) =>
  world.database
    .selectFrom('audit_entries')
    .select('subject')
    .where('action', '=', 'suppression.added')
    .where(sql<boolean>`subject ->> 'contactId' = ${contactId}`)
    .execute();
const figures = () =>
  world.database.selectFrom('provider_days').select(['hard', 'soft', 'policy']).execute();
const release = async () => {
  const { id = '' } = (await ended()) ?? {};
  const by = { userId: USER, at: new Date() };
  await inTransaction(world.database, (tx) => releaseSuppression(tx, world.organizationId, id, by));
};

describe('a refusal for good that was recorded by a sender which is gone', () => {
  it('ends the writing to the address all the same, with the server’s words', async () => {
    const { contactId, open } = await refused();
    expect(await ended()).toBeNull();
    await take();
    expect(await ended()).toMatchObject({ reason: 'hard_bounce', detail: 'nobody here' });
    expect(await figures()).toEqual([{ hard: 1, soft: 0, policy: 0 }]);
    expect(await notes(contactId)).toHaveLength(1);
    expect(await open()).toEqual([]);
  });

  it('is heeded once, however often it is recorded and looked for', async () => {
    const { contactId, settle } = await refused();
    await Promise.all([take(), take(), take()]);
    await settle();
    await take();
    expect(await figures()).toEqual([{ hard: 1, soft: 0, policy: 0 }]);
    expect(await notes(contactId)).toHaveLength(1);
  });

  it.each([
    ['full', FULL, { hard: 0, soft: 1, policy: 0 }],
    ['not to their liking', BLOCKED, { hard: 0, soft: 0, policy: 1 }],
  ] as const)('is counted, and ends nothing, where it says: %s', async (_, said, expected) => {
    const { open } = await refused(said);
    await take();
    expect(await ended()).toBeNull();
    expect(await figures()).toEqual([expected]);
    expect(await open()).toEqual([]);
  });

  it('says nothing where nobody knows what the server meant', async () => {
    const { open } = await refused({ smtpCode: 554, enhancedCode: null, reply: 'no' });
    expect(await open()).toEqual([]);
  });

  it('is about the address that was written to, not one that the person has since', async () => {
    const { contactId } = await refused();
    const { database, keys, organizationId } = world;
    const definitions = await loadDefinitions(database, organizationId);
    const attributes = { given_name: 'Ann', email: 'ann@example.org' };
    await inTransaction(database, (tx) =>
      replaceContacts(tx, keys, definitions, [{ id: contactId, attributes }], new Date()),
    );
    await take();
    expect(await ended()).toMatchObject({ reason: 'hard_bounce' });
    const now = await suppressedAmong(database, keys, ['ann@example.org']);
    expect(now.size).toBe(0);
  });
});

describe('an address that a person has released', () => {
  it('stays so: what was heeded before is not heeded again', async () => {
    const { settle } = await refused();
    await take();
    await release();
    await settle();
    await take();
    expect(await ended()).toBeNull();
  });

  it('stays so where the refusal is older than their word, and was not yet heeded', async () => {
    const { open } = await refused();
    const end = { email, reason: 'hard_bounce', detail: null, source: 'returns' } as const;
    await inTransaction(world.database, (tx) =>
      suppress(tx, world.keys, { ...end, at: new Date() }),
    );
    await release();
    await take();
    expect(await ended()).toBeNull();
    expect(await open()).toEqual([]);
  });

  it('ends again when a server refuses it anew', async () => {
    await refused();
    await take();
    await release();
    await refused();
    await take();
    expect(await ended()).toMatchObject({ reason: 'hard_bounce' });
  });
});

describe('an organization whose key is away', () => {
  it('keeps what is to be heeded until it is back', async () => {
    const { open } = await refused();
    const of = () => Promise.reject(new Error('The key store does not answer.'));
    await take({ keyring: { ...world.keyring, of } });
    expect(await ended()).toBeNull();
    expect(await open()).toEqual([{ class: 'hard' }]);
    await take();
    expect(await ended()).toMatchObject({ reason: 'hard_bounce' });
  });

  it('holds up no other', async () => {
    await refused();
    await world.database
      .insertInto('rejections')
      .values({
        bucket: 0,
        organization_id: '00000000-0000-4000-8000-000000000000',
        campaign_id: randomUUID(),
        contact_id: randomUUID(),
        class: 'hard',
        token: Buffer.alloc(32),
      })
      .execute();
    await take();
    expect(await ended()).toMatchObject({ reason: 'hard_bounce' });
  });
});
