import { createHash } from 'node:crypto';
import { UNENCRYPTED_WARNING } from '@postern/core/consent';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordConsent } from '../../packages/server/src/consent/index.ts';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { type ApiWorld, apiWorld, type Client } from '../support/api.ts';

let world: ApiWorld;
let owner: Client;
let made = 0;

beforeAll(async () => {
  world = await apiWorld();
  owner = await world.as('owner');
});
afterAll(() => world.close());

async function person(): Promise<string> {
  const id = v7();
  made++;
  const attributes = { given_name: 'Ana <b>', email: `ledger${made}@example.org` };
  const definitions = await loadDefinitions(world.database, world.organizationId);
  await inTransaction(world.database, (tx) =>
    writeContacts(tx, world.keys, definitions, [{ id, attributes, before: null }], new Date()),
  );
  return id;
}
const say = (id: string, body: unknown) => owner.request('POST', `contacts/${id}/consent`, body);
const ledgerOf = async (id: string, at?: string) => {
  const answer = await owner.request('GET', `contacts/${id}/consent${at ? `?at=${at}` : ''}`);
  expect(answer.status).toBe(200);
  return answer.json;
};
const noted = async (action: string, id: string) => {
  const { data } = (await owner.request('GET', `audit?action=${action}&limit=200`)).json;
  return data.filter((one: { subject: { contactId?: string } }) => one.subject.contactId === id);
};

describe('what staff record by hand', () => {
  it.each([
    [{ kind: 'opted_out', scope: 'stream:marketing' }, 'everything of the marketing stream'],
    [{ kind: 'restriction_requested', note: 'Not to my sister.' }, 'Asked for a restriction'],
    [{ kind: 'restriction_agreed' }, 'Restriction of use agreed'],
    [{ kind: 'restriction_declined' }, 'Restriction of use declined'],
    [{ kind: 'restriction_ended' }, 'Restriction of use ended'],
    [{ kind: 'confidential_communication', wish: 'no_email' }, 'not to be written to by email'],
    [{ kind: 'unencrypted_mail', prefers: false }, 'Does not want unencrypted mail'],
    [{ kind: 'complained' }, 'Complained'],
    [{ kind: 'deceased', on: '2026-01-02' }, 'deceased on 2026-01-02'],
    [{ kind: 'minor_consents_alone', parent: true }, 'Parent of a minor'],
    [{ kind: 'channel_chosen', channel: 'phone' }, 'by phone'],
    [{ kind: 'language_chosen', language: 'es' }, 'read Spanish'],
    [{ kind: 'frequency_chosen', most: 2, period: 'month' }, 'at most 2 marketing messages'],
  ])('%j is in the ledger, with who said so and the entry of the audit', async (body, words) => {
    const id = await person();
    expect((await say(id, body)).status).toBe(201);
    const { events } = await ledgerOf(id);
    expect(events).toHaveLength(1);
    expect(events[0].sentence).toContain(words);
    expect(events[0]).toMatchObject({ actor: 'The owner', sourceWords: 'Recorded by staff' });
    expect(events[0].audit).toHaveLength(1);
  });

  it('seals a note and the other address, which are in no other column and no answer without them', async () => {
    const id = await person();
    const other = 'elsewhere-ledger@example.org';
    const wish = { kind: 'confidential_communication', wish: 'other_address' };
    expect((await say(id, { ...wish, address: other, note: 'At work.' })).status).toBe(201);
    const { events } = await ledgerOf(id);
    expect(events[0].evidence).toEqual([
      { name: 'Other address', value: other },
      { name: 'Note', value: 'At work.' },
    ]);
    const { rows } = await sql<{ readonly text: string }>`
      select row_to_json(e)::text || encode(evidence_sealed, 'escape') as text
      from consent_events e where contact_id = ${id}`.execute(world.database);
    expect(rows[0]?.text).toContain(id);
    expect(rows[0]?.text).not.toContain('elsewhere');
    expect(JSON.stringify(await noted('consent.recorded', id))).not.toContain('elsewhere');
  });

  it('keeps the warning as it was shown, and takes no other one', async () => {
    const id = await person();
    const prefers = { kind: 'unencrypted_mail', prefers: true };
    expect((await say(id, { ...prefers, warning: 'It is fine.' })).status).toBe(422);
    const { warning } = await ledgerOf(id);
    expect((await say(id, { ...prefers, warning })).status).toBe(201);
    const { body, kind, language } = UNENCRYPTED_WARNING;
    expect((await ledgerOf(id)).events[0].shown).toEqual({ body, kind, language, version: 1 });
  });

  it.each([
    [{ kind: 'confidential_communication', wish: 'other_address' }, 400],
    [{ kind: 'confidential_communication', wish: 'other_address', address: 'no such' }, 422],
    [{ kind: 'confidential_communication', wish: 'none', address: 'a@example.org' }, 400],
    [{ kind: 'unencrypted_mail', prefers: true }, 400],
    [{ kind: 'deceased', on: '2999-01-01' }, 422],
    [{ kind: 'opted_out', scope: `topic:${v7()}` }, 422],
    [{ kind: 'opted_out', scope: 'everything' }, 400],
    [{ kind: 'language_chosen', language: 'Spanish' }, 400],
    [{ kind: 'frequency_chosen', most: 0, period: 'week' }, 400],
    [{ kind: 'channel_chosen', channel: 'fax' }, 400],
    [{ kind: 'authorization_expired' }, 400],
  ])('is refused where it cannot be: %j', async (body, status) => {
    const id = await person();
    expect((await say(id, body)).status).toBe(status);
    expect((await ledgerOf(id)).events).toEqual([]);
  });
});

describe('the ledger of a person', () => {
  it('says what was on file at a moment, whatever came after', async () => {
    const id = await person();
    await say(id, { kind: 'opted_out', scope: 'marketing' });
    const [{ at }] = (await ledgerOf(id)).events;
    await expect.poll(() => new Date().toISOString() > at).toBe(true);
    await say(id, { kind: 'opted_in', scope: 'marketing' });
    expect((await ledgerOf(id)).standing).toEqual([]);
    const then = await ledgerOf(id, at);
    expect(then.standing).toEqual(['Opted out of marketing.']);
    expect(then.events).toHaveLength(1);
    const before = await ledgerOf(id, '2020-01-01T00:00:00.000Z');
    expect(before).toMatchObject({ standing: [], events: [] });
    expect(
      (await owner.request('GET', `contacts/${id}/consent?at=2999-01-01T00:00:00Z`)).status,
    ).toBe(422);
    expect((await noted('consent.viewed', id)).length).toBeGreaterThanOrEqual(4);
  });

  it('is for those who may see people, and of nobody else’s organization', async () => {
    const id = await person();
    const analyst = await world.as('analyst');
    for (const path of ['consent', 'consent/letter', 'consent/evidence']) {
      expect((await analyst.request('GET', `contacts/${id}/${path}`)).status).toBe(403);
      expect((await owner.request('GET', `contacts/${v7()}/${path}`)).status).toBe(404);
    }
    expect((await analyst.request('DELETE', `contacts/${id}`)).status).toBe(403);
  });

  it('is handed out in plain words, with nothing of it read as markup, and noted', async () => {
    const id = await person();
    await say(id, { kind: 'restriction_requested', note: '<script>alert(1)</script>' });
    const answer = await owner.request('GET', `contacts/${id}/consent/letter`);
    expect(answer.headers['content-disposition']).toContain('attachment');
    expect(answer.text).toContain('Asked for a restriction of use');
    expect(answer.text).toContain('&lt;script&gt;');
    expect(answer.text).not.toContain('<script');
    expect(answer.text).toContain('Ana &lt;b&gt;');
    expect(await noted('consent.downloaded', id)).toHaveLength(1);
  });

  it('tells days in one form, and of a day that a file gave without a time as that day', async () => {
    const id = await person();
    const fact = { kind: 'deceased', on: '2026-04-30' } as const;
    const at = new Date('2026-05-01T00:00:00.000Z');
    await inTransaction(world.database, (tx) =>
      recordConsent(tx, world.keys, [
        { contactId: id, fact, at, source: 'import', actor: 'system' },
      ]),
    );
    const { text } = await owner.request('GET', `contacts/${id}/consent/letter`);
    expect(text).toContain('Recorded as deceased on April 30, 2026</strong>, May 1, 2026.');
    expect(text).not.toMatch(/\d{4}-\d{2}-\d{2}/);
    expect((await ledgerOf(id)).events).toMatchObject([{ day: '2026-05-01' }]);
  });

  it('is handed out as evidence whose last line counts and hashes the others', async () => {
    const id = await person();
    await say(id, { kind: 'opted_out', scope: 'fundraising', note: 'By phone.' });
    await say(id, { kind: 'opted_in', scope: 'fundraising' });
    const { text } = await owner.request('GET', `contacts/${id}/consent/evidence`);
    const lines = text.trimEnd().split('\n');
    const [head, first, second, end] = lines.map((line) => JSON.parse(line));
    expect(head).toMatchObject({ type: 'ledger', contactId: id, deletedAt: null });
    expect(first).toMatchObject({
      fact: { kind: 'opted_out', scope: 'fundraising' },
      evidence: { note: 'By phone.' },
      actorWords: 'The owner',
    });
    expect(second.auditEntries).toHaveLength(1);
    const sha256 = createHash('sha256')
      .update(`${lines.slice(0, -1).join('\n')}\n`)
      .digest('hex');
    expect(end).toEqual({ type: 'end', events: 2, sha256 });
  });
});

describe('deleting a contact', () => {
  it('leaves nobody on file, keeps the ledger, and says until when', async () => {
    const id = await person();
    await say(id, { kind: 'opted_out', scope: 'all_commercial' });
    const answer = await owner.request('DELETE', `contacts/${id}`);
    expect(answer.status).toBe(200);
    expect(answer.json.keptUntil.slice(0, 4)).toBe(String(new Date().getUTCFullYear() + 6));
    expect((await owner.request('GET', `contacts/${id}`)).status).toBe(404);
    expect((await say(id, { kind: 'complained' })).status).toBe(404);
    expect(await ledgerOf(id)).toMatchObject({ standing: ['Opted out of all commercial mail.'] });
    expect((await ledgerOf(id)).deletedAt).not.toBeNull();
    const { text } = await owner.request('GET', `contacts/${id}/consent/evidence`);
    expect(JSON.parse(text.split('\n')[0] ?? '')).toMatchObject({ person: null });
    expect(await noted('contact.deleted', id)).toHaveLength(1);
    expect((await owner.request('DELETE', `contacts/${id}`)).status).toBe(404);
  });
});

describe('requests for a restriction', () => {
  const waiting = async (): Promise<readonly string[]> => {
    const { status, json } = await owner.request('GET', 'restriction-requests');
    expect(status).toBe(200);
    expect(json.total).toBe(json.data.length);
    return json.data.map(({ contactId }: { contactId: string }) => contactId);
  };
  const ask = async () => {
    const id = await person();
    expect((await say(id, { kind: 'restriction_requested' })).status).toBe(201);
    return id;
  };

  it.each(['restriction_agreed', 'restriction_declined'])(
    'wait for staff until they are answered: %s',
    async (kind) => {
      const id = await ask();
      expect(await waiting()).toContain(id);
      expect((await say(id, { kind })).status).toBe(201);
      expect(await waiting()).not.toContain(id);
      expect((await say(id, { kind: 'restriction_requested' })).status).toBe(201);
      expect(await waiting()).toContain(id);
    },
  );

  it('are listed with the longest waiting first, until who asked is deleted', async () => {
    const [first, second] = [await ask(), await ask()];
    const listed = await waiting();
    expect(listed).toContain(first);
    expect(listed.indexOf(first)).toBeLessThan(listed.indexOf(second));
    expect((await owner.request('DELETE', `contacts/${first}`)).status).toBe(200);
    expect(await waiting()).not.toContain(first);
  });

  it('are nothing for who may not see people', async () => {
    const analyst = await world.as('analyst');
    expect((await analyst.request('GET', 'restriction-requests')).status).toBe(403);
  });
});
