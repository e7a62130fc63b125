import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { depositMessage } from '../../packages/server/src/portal/index.ts';
import { type ApiWorld, apiWorld, type Client } from '../support/api.ts';

const PERSON = { given_name: 'Zyxgiven', family_name: 'Zyxfamily', email: 'zyx@zyxhost.example' };
const RENDERED = { subject: 'Zyxsubject', html: '', text: 'Zyxbody' };
const DAY = 86_400_000;

let world: ApiWorld;
let marketer: Client;

beforeAll(async () => {
  world = await apiWorld();
  marketer = await world.as('marketer');
});
afterAll(() => world.close());
afterEach(() => {
  world.clock.ahead = 0;
});

async function waiting() {
  const contactId = v7();
  const definitions = await loadDefinitions(world.database, world.organizationId);
  const attributes = { ...PERSON, birth_date: '1961-03-14' };
  await inTransaction(world.database, (tx) =>
    writeContacts(
      tx,
      world.keys,
      definitions,
      [{ id: contactId, before: null, attributes }],
      new Date(),
    ),
  );
  const given = { organizationId: world.organizationId, campaignId: v7(), contactId };
  const rest = { rendered: RENDERED, now: new Date() };
  return {
    contactId,
    ...(await depositMessage(world.database, world.keys, { ...given, ...rest })),
  };
}

/** A reader who identifies by this word; answers the status of the try and what is shown then. */
async function read(token: string, word: string, reply?: string) {
  const jar = new Map<string, string>();
  const ask = async (form?: Record<string, string>) => {
    const answer = await world.app.inject({
      method: form ? 'POST' : 'GET',
      url: `/m/${token}`,
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { payload: new URLSearchParams(form).toString() }),
    });
    for (const { name, value } of answer.cookies) jar.set(name, value);
    return answer;
  };
  const post = async (fields: Record<string, string>) => {
    const [, form = ''] = /name="form" value="([\w-]+)"/.exec((await ask()).body) ?? [];
    return ask({ form, ...fields });
  };
  const { statusCode } = await post({ act: 'open', month: '3', day: '14', year: '1961', word });
  if (reply !== undefined) await post({ act: 'reply', text: reply });
  return { status: statusCode, page: (await ask()).body };
}

const actions = async (action: string, contactId: string) => {
  const { rows } = await world.test.pool.query<{ subject: Record<string, unknown> }>(
    `select subject from audit_entries where action = $1 and subject ->> 'contactId' = $2`,
    [action, contactId],
  );
  return rows.map(({ subject }) => subject);
};

describe('on a contact’s page', () => {
  it('staff sees what waits and until when, and never what it says', async () => {
    const { contactId, id } = await waiting();
    const shown = await marketer.request('GET', `contacts/${contactId}/portal`);
    expect(shown.json).toMatchObject({
      messages: [{ id, state: 'waiting', readAt: null, reads: 0, replies: 0 }],
      secretSetAt: null,
      hasEmail: true,
      hasBirthDate: true,
    });
    for (const secret of ['Zyxsubject', 'Zyxbody']) expect(shown.text).not.toContain(secret);
    expect(await actions('portal.contact_viewed', contactId)).toHaveLength(1);
  });

  it('an agreed word is set and removed, never shown, and lies as argon2id', async () => {
    const { contactId, token } = await waiting();
    const url = `contacts/${contactId}/portal/secret`;
    const short = await marketer.request('PUT', url, { secret: '  seven   ' });
    expect(short.status).toBe(422);
    const set = await marketer.request('PUT', url, { secret: 'Blue heron' });
    expect(set.json.secretSetAt).not.toBe(null);
    expect(set.text).not.toContain('heron');
    const { rows } = await world.test.pool.query(
      'select secret_hash from portal_secrets where contact_id = $1',
      [contactId],
    );
    expect(rows[0].secret_hash).toMatch(/^\$argon2id\$/);
    expect((await read(token, 'Blue heron')).status).toBe(303);
    expect((await marketer.request('PUT', url, { secret: null })).json.secretSetAt).toBe(null);
    expect((await read(token, 'Blue heron')).status).toBe(422);
    expect(await actions('portal.secret_set', contactId)).toEqual([{ contactId }]);
    expect(await actions('portal.secret_removed', contactId)).toEqual([{ contactId }]);
  });

  it('a locked message is unlocked by a new link, which is mailed; the old one ends', async () => {
    const { contactId, token, id } = await waiting();
    await marketer.request('PUT', `contacts/${contactId}/portal/secret`, { secret: 'Blue heron' });
    for (let count = 0; count < 5; count++) await read(token, 'Grey heron');
    const locked = await marketer.request('GET', `contacts/${contactId}/portal`);
    expect(locked.json.messages[0].state).toBe('locked');
    const answer = await marketer.request('POST', `contacts/${contactId}/portal/${id}/renew`);
    expect(answer.json.notice).toBe('sent');
    expect(answer.json.portal.messages[0].state).toBe('waiting');
    const mail = world.notices.findLast((notice) => notice.contactId === contactId);
    expect(mail?.subject).toBe('A message is waiting for you');
    for (const secret of [...Object.values(PERSON), 'Zyx', 'Riverside', '1961']) {
      expect(JSON.stringify(mail)).not.toContain(secret);
    }
    const [, fresh = ''] = /\/m\/([\w-]+)/.exec(mail?.text ?? '') ?? [];
    expect(fresh).not.toBe(token);
    expect((await read(token, 'Blue heron')).status).toBe(422);
    expect((await read(fresh, 'Blue heron')).page).toContain('Zyxbody');
    expect(await actions('portal.renewed', contactId)).toEqual([{ contactId, messageId: id }]);
  });

  it('a message is withdrawn: its content is deleted at once, and it cannot come back', async () => {
    const { contactId, id } = await waiting();
    const url = `contacts/${contactId}/portal/${id}`;
    const gone = await marketer.request('POST', `${url}/withdraw`);
    expect(gone.json.messages[0].state).toBe('withdrawn');
    const { rows } = await world.test.pool.query(
      'select sealed from portal_messages where id = $1',
      [id],
    );
    expect(rows).toEqual([{ sealed: null }]);
    expect((await marketer.request('POST', `${url}/renew`)).status).toBe(409);
    expect((await marketer.request('POST', `${url}/withdraw`)).status).toBe(409);
  });

  it('an expired message has no new link', async () => {
    const { contactId, id } = await waiting();
    world.clock.ahead = 31 * DAY;
    const later = await world.signIn('marketer');
    const shown = await later.request('GET', `contacts/${contactId}/portal`);
    expect(shown.json.messages[0].state).toBe('expired');
    const renewed = await later.request('POST', `contacts/${contactId}/portal/${id}/renew`);
    expect(renewed.status).toBe(409);
  });

  it('nothing of it exists for who names another person’s message, or nobody', async () => {
    const one = await waiting();
    const other = await waiting();
    const wrong = `contacts/${one.contactId}/portal/${other.id}/withdraw`;
    expect((await marketer.request('POST', wrong)).status).toBe(409);
    expect((await marketer.request('GET', `contacts/${v7()}/portal`)).status).toBe(404);
  });
});

describe('the list', () => {
  it('has each state, filters by it, and goes on where the page ended', async () => {
    const made = [await waiting(), await waiting(), await waiting()];
    const state = async (word: string) => {
      const { json } = await marketer.request('GET', `portal/messages?state=${word}&limit=200`);
      return json.data as { id: string; state: string; name: string }[];
    };
    const ids = (rows: { id: string }[]) => rows.map(({ id }) => id);
    for (const { id } of made) expect(ids(await state('waiting'))).toContain(id);
    const set = (id: string, change: string) =>
      world.test.pool.query(`update portal_messages set ${change} where id = $1`, [id]);
    await set(made[0]?.id ?? '', 'locked_at = now()');
    await set(made[1]?.id ?? '', 'read_at = now(), reads = 1');
    await set(made[2]?.id ?? '', "expires_at = now() - interval '1 minute'");
    for (const [word, place] of [
      ['locked', 0],
      ['read', 1],
      ['expired', 2],
    ] as const) {
      const rows = await state(word);
      expect(ids(rows)).toContain(made[place]?.id);
      for (const row of rows)
        expect(row).toMatchObject({ state: word, name: 'Zyxgiven Zyxfamily' });
    }
    const first = await marketer.request('GET', 'portal/messages?limit=2');
    const next = await marketer.request(
      'GET',
      `portal/messages?limit=2&cursor=${first.json.nextCursor}`,
    );
    expect(new Set([...ids(first.json.data), ...ids(next.json.data)]).size).toBe(4);
  });
});

describe('a reply', () => {
  it('is listed unread without its text, read by staff, and marked', async () => {
    const { contactId, token, id } = await waiting();
    await marketer.request('PUT', `contacts/${contactId}/portal/secret`, { secret: 'Blue heron' });
    await read(token, 'Blue heron', 'Zyxreply: Thursday is better');
    const unread = async () => {
      const answer = await marketer.request('GET', 'portal/replies?unread=true');
      expect(answer.text).not.toContain('Zyxreply');
      return answer.json.data as { id: string; messageId: string }[];
    };
    const [reply] = await unread();
    expect(reply).toMatchObject({ messageId: id, contactId, name: 'Zyxgiven Zyxfamily' });
    const url = `contacts/${contactId}/portal/replies/${reply?.id}`;
    expect((await marketer.request('GET', url)).json.text).toBe('Zyxreply: Thursday is better');
    await marketer.request('PUT', `${url}/read`, { read: true });
    expect(await unread()).toEqual([]);
    await marketer.request('PUT', `${url}/read`, { read: false });
    expect(await unread()).toHaveLength(1);
    expect(await actions('portal.reply_viewed', contactId)).toHaveLength(1);
    expect(await actions('portal.reply_marked', contactId)).toHaveLength(2);
    expect(await actions('portal.replied', contactId)).toHaveLength(1);
  });
});

describe('the settings', () => {
  const settings = {
    days: 14,
    senderName: 'Message desk',
    noticeInClear: false,
    withoutTls: { transactional: 'portal', marketing: 'drop' },
  };

  it('begin as the careful defaults, are changed by an owner, and never unseen', async () => {
    const owner = await world.as('owner');
    const before = await owner.request('GET', 'organization/portal');
    expect(before.json).toMatchObject({ days: 30, senderName: 'Secure message service' });
    const match = { 'if-match': String(before.headers['etag']) };
    const changed = await owner.request('PUT', 'organization/portal', settings, match);
    expect(changed.json).toMatchObject({ ...settings, version: before.json.version + 1 });
    expect((await owner.request('PUT', 'organization/portal', settings, match)).status).toBe(412);
    expect((await owner.request('PUT', 'organization/portal', settings)).status).toBe(428);
    const { rows } = await world.test.pool.query(
      `select subject from audit_entries where action = 'portal.settings_changed'`,
    );
    expect(rows).toHaveLength(1);
    const { expiresAt } = await waiting();
    expect(Math.round((expiresAt.getTime() - Date.now()) / DAY)).toBe(14);
  });
});

describe('rights', () => {
  const id = v7();
  it.each([
    ['GET', 'portal/messages'],
    ['GET', 'portal/replies'],
    ['GET', `contacts/${id}/portal`],
    ['GET', `contacts/${id}/portal/replies/${id}`],
    ['POST', `contacts/${id}/portal/${id}/renew`],
    ['POST', `contacts/${id}/portal/${id}/withdraw`],
  ] as const)('an analyst has none for %s %s', async (method, url) => {
    const analyst = await world.as('analyst');
    expect((await analyst.request(method, url)).status).toBe(403);
  });

  it('a marketer changes no settings', async () => {
    const body = { days: 1, senderName: 'x', noticeInClear: true };
    const withoutTls = { transactional: 'drop', marketing: 'drop' };
    const answer = await marketer.request('PUT', 'organization/portal', { ...body, withoutTls });
    expect(answer.status).toBe(403);
  });
});
