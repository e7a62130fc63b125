import type { ConsentFact } from '@postern/core/consent';
import type { AuthorizationDocument } from '@postern/core/gate';
import { NIL, v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  archiveTopic,
  createTopic,
  loadConsent,
  openEvidence,
  recordConsent,
} from '../../packages/server/src/consent/index.ts';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { linkToken } from '../../packages/server/src/delivery/index.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';
import { authorization } from '../support/authorization.ts';

const PERSON = {
  given_name: 'Zyxgiven',
  family_name: 'Zyxfamily',
  email: 'zyxbox@zyxhost.example',
  birth_date: '1961-03-14',
};
const DOCUMENT: AuthorizationDocument = authorization({
  id: 'Zyxdocument 4711',
  kinds: ['part2_consent', 'marketing'],
  categories: ['own_service'],
  expiry: { kind: 'event', name: 'Zyxevent', occurredOn: null },
  signedOn: '2026-03-02',
});
const MAILINGS = 'kind:mailings';

let world: ApiWorld;
let walking = '';
let cooking = '';

beforeAll(async () => {
  world = await apiWorld();
  [walking, cooking] = [await addTopic('Walking group'), await addTopic('Cooking')];
});
afterAll(() => world.close());

const addTopic = async (name: string) => {
  const words = { name, description: `About ${name}` };
  return (
    await inTransaction(world.database, (tx) =>
      createTopic(tx, world.organizationId, words, new Date()),
    )
  ).id;
};

async function somebody() {
  const contactId = v7();
  const definitions = await loadDefinitions(world.database, world.organizationId);
  await inTransaction(world.database, (tx) =>
    writeContacts(
      tx,
      world.keys,
      definitions,
      [
        {
          id: contactId,
          before: null,
          attributes: { ...PERSON, email: `${contactId}@example.org` },
        },
      ],
      new Date(),
    ),
  );
  const token = linkToken(world.keys, 1, { campaignId: v7(), contactId });
  return { contactId, token, tab: () => open(token) };
}

const record = (contactId: string, ...facts: ConsentFact[]) =>
  inTransaction(world.database, (tx) =>
    recordConsent(
      tx,
      world.keys,
      facts.map((fact) => ({
        ...{ contactId, fact, source: 'staff', actor: 'system' },
        at: new Date(Date.now() - 60_000),
      })),
    ),
  );

/** What was recorded of the person on the page, in order. */
async function chosen(contactId: string) {
  const events = await loadConsent(world.database, world.keys, [contactId]);
  return (events.get(contactId) ?? [])
    .filter(({ source }) => source === 'page')
    .map(({ fact }) => fact);
}

const rows = (contactId: string) =>
  world.database
    .selectFrom('consent_events')
    .selectAll()
    .where('contact_id', '=', contactId)
    .where('source', '=', 'page')
    .orderBy('id')
    .execute();

/** The text that was kept with what was recorded last. */
async function shownTo(contactId: string) {
  const id = (await rows(contactId)).at(-1)?.shown ?? '';
  const found = world.database.selectFrom('consent_texts').select(['kind', 'body']);
  return found.where('id', '=', id).executeTakeFirstOrThrow();
}

const noted = async (contactId: string) =>
  (
    await world.database
      .selectFrom('audit_entries')
      .select(['actor', 'action', 'subject'])
      .orderBy('id')
      .execute()
  ).filter(({ subject }) => JSON.stringify(subject).includes(contactId));

/** A tab of a browser: what it shows when opened, and what is posted as it then stood. */
async function open(token: string) {
  const url = `/p/${encodeURIComponent(token)}`;
  const shown = await world.app.inject({ method: 'GET', url });
  const cookie = shown.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const all = [...shown.body.matchAll(/<input type="(?:hidden|checkbox)"[^>]*>/g)].map(([tag]) => ({
    name: /name="([^"]*)"/.exec(tag)?.[1] ?? '',
    value: /value="([^"]*)"/.exec(tag)?.[1] ?? '',
    sent: tag.includes('hidden') || tag.includes(' checked'),
  }));
  const form = shown.body.match(/name="form" value="([\w-]+)"/)?.[1] ?? '';
  const post = (body: URLSearchParams) =>
    world.app.inject({
      method: 'POST',
      url,
      headers: {
        cookie,
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'Zyxbrowser',
      },
      payload: body.toString(),
    });
  return {
    page: shown.body,
    status: shown.statusCode,
    act: (act: string, fields: Record<string, string> = {}) =>
      post(new URLSearchParams({ form, act, ...fields })),
    post,
    /** The form of choices with some boxes turned over, and other answers. */
    save: (turned: readonly string[], answers: Record<string, string> = {}) => {
      const body = new URLSearchParams({ form, act: 'choose', ...answers });
      for (const { name, value, sent } of all) {
        if (name === 'in' ? sent !== turned.includes(value) : /^(?:was|mark)/.test(name))
          body.append(name, value);
      }
      return post(body);
    },
  };
}

const saidBy = (answer: { readonly headers: Record<string, unknown> }) =>
  /said=(\w+)$/.exec(String(answer.headers['location']))?.[1];

describe('what somebody chooses', () => {
  it('is recorded as they chose it, with the text that they read and where it came from', async () => {
    const { contactId, tab } = await somebody();
    const { page, save } = await tab();
    const answer = await save([`topic:${walking}`, 'kind:donations'], {
      ...{ frequency: '2-month', channel: 'post', language: 'es' },
    });
    expect(saidBy(answer)).toBe('saved');
    expect(await chosen(contactId)).toEqual([
      { kind: 'opted_out', scope: 'fundraising' },
      { kind: 'opted_out', scope: `topic:${walking}` },
      { kind: 'frequency_chosen', most: 2, period: 'month' },
      { kind: 'channel_chosen', channel: 'post' },
      { kind: 'language_chosen', language: 'es' },
    ]);
    const [row] = await rows(contactId);
    expect(row?.actor).toBe('recipient');
    const evidence = row?.evidence_sealed ?? Buffer.alloc(0);
    expect(openEvidence(world.keys, contactId, evidence)).toEqual({
      ...{ address: '127.0.0.1', browser: 'Zyxbrowser', identifiedBy: 'link' },
    });
    const text = await shownTo(contactId);
    expect(text.kind).toBe('preference_centre');
    expect(text.body).toContain('About Walking group');
    for (const line of text.body.split('\n')) expect(page).toContain(line);
    expect(await noted(contactId)).toMatchObject([
      { actor: 'recipient', action: 'consent.chosen', subject: { events: 5 } },
    ]);
  });

  it('shows when the page is opened again, and saving it anew adds nothing', async () => {
    const { contactId, tab } = await somebody();
    await (await tab()).save([`topic:${walking}`], { frequency: '1-week' });
    const again = await tab();
    expect(again.page).not.toMatch(new RegExp(`value="topic:${walking}" checked`));
    expect(again.page).toContain('<option value="1-week" selected>');
    expect(saidBy(await again.save([]))).toBe('same');
    expect(await chosen(contactId)).toHaveLength(2);
    expect(await noted(contactId)).toHaveLength(1);
  });

  const out = ['all_commercial', 'marketing', 'stream:marketing'] as const;
  const asked = (contactId: string) =>
    world.notices.filter((notice) => notice.contactId === contactId);
  const confirmLink = (text: string | undefined) =>
    /https:\/\/mail\.example\.org(\/confirm\/[\w-]+)/.exec(text ?? '')?.[1] ?? '';

  it('lets more in only once it is confirmed from the address on file: others may have the link', async () => {
    const { contactId, tab } = await somebody();
    await record(contactId, ...out.map((scope) => ({ kind: 'opted_out' as const, scope })));
    const { page, save } = await tab();
    expect(page).toContain(`value="${MAILINGS}" aria`);
    expect(saidBy(await save([MAILINGS, `topic:${walking}`]))).toBe('mailed');
    // what lessens the mail holds at once
    expect(await chosen(contactId)).toEqual([{ kind: 'opted_out', scope: `topic:${walking}` }]);
    await expect.poll(() => asked(contactId)).toHaveLength(1);
    const [told] = asked(contactId);
    expect(told?.text).toContain('If it was not you');
    expect(`${told?.subject} ${told?.text}`).not.toMatch(/Zyx|Walking|Riverside/);
    const url = confirmLink(told?.text);
    expect((await world.app.inject({ method: 'GET', url })).body).toContain('Yes, send it');
    expect(await chosen(contactId)).toHaveLength(1);
    for (const _ of [1, 2]) {
      const pressed = await world.app.inject({ method: 'POST', url });
      expect(pressed.body).toContain('It is confirmed');
    }
    const joined = out.map((scope) => ({ kind: 'opted_in', scope }));
    expect((await chosen(contactId)).slice(1)).toEqual(joined);
    const { kind } = await shownTo(contactId);
    expect(kind).toBe('preference_centre');
    expect((await noted(contactId)).map(({ action }) => action)).toEqual([
      ...['consent.chosen', 'consent.more_asked', 'consent.confirmed'],
    ]);
  });

  it('is asked three times a day and no more, and is no word of somebody who was deleted since', async () => {
    const { contactId, tab } = await somebody();
    await record(contactId, { kind: 'opted_out', scope: `topic:${walking}` });
    for (let times = 0; times < 4; times += 1) {
      expect(saidBy(await (await tab()).save([`topic:${walking}`]))).toBe('mailed');
    }
    await expect.poll(() => asked(contactId)).toHaveLength(3);
    const url = confirmLink(asked(contactId)[0]?.text);
    const owner = await world.as('owner');
    await owner.request('DELETE', `contacts/${contactId}`);
    expect((await world.app.inject({ method: 'POST', url })).statusCode).toBe(404);
    expect(await chosen(contactId)).toEqual([]);
  });

  it('lets nothing more in by an older link when they have left since they asked', async () => {
    const { contactId, tab } = await somebody();
    await record(contactId, { kind: 'opted_out', scope: 'fundraising' });
    const { save, act } = await tab();
    expect(saidBy(await save(['kind:donations']))).toBe('mailed');
    await expect.poll(() => asked(contactId)).toHaveLength(1);
    await act('leave');
    const left = await chosen(contactId);
    const url = confirmLink(asked(contactId)[0]?.text);
    const pressed = await world.app.inject({ method: 'POST', url });
    expect(pressed.statusCode).toBe(404);
    expect(await chosen(contactId)).toEqual(left);
  });

  it('asks to have it confirmed that mailings come by email again', async () => {
    const { contactId, tab } = await somebody();
    expect(saidBy(await (await tab()).save([], { channel: 'phone' }))).toBe('saved');
    expect(saidBy(await (await tab()).save([], { channel: 'email' }))).toBe('mailed');
    expect(await chosen(contactId)).toEqual([{ kind: 'channel_chosen', channel: 'phone' }]);
  });

  it('in two tabs is both: neither takes back what the other changed', async () => {
    const { contactId, tab } = await somebody();
    const [one, other] = [await tab(), await tab()];
    await Promise.all([one.save([`topic:${walking}`]), other.save([`topic:${cooking}`])]);
    const scopes = (await chosen(contactId)).map((fact) => 'scope' in fact && fact.scope);
    expect(new Set(scopes)).toEqual(new Set([`topic:${walking}`, `topic:${cooking}`]));
  });

  it('the same in two tabs at once is recorded once', async () => {
    const { contactId, tab } = await somebody();
    const tabs = [await tab(), await tab(), await tab()];
    await Promise.all(tabs.map(({ save }) => save([`topic:${walking}`])));
    expect(await chosen(contactId)).toHaveLength(1);
  });

  it('on a page that reads otherwise by now is not taken: nobody chose under those words', async () => {
    const { contactId, tab } = await somebody();
    const { save } = await tab();
    const id = await addTopic('For a day');
    const answer = await save([`topic:${walking}`]);
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('has changed since you opened the page');
    expect(await chosen(contactId)).toEqual([]);
    const place = { organizationId: world.organizationId, id, version: 1 };
    await inTransaction(world.database, (tx) => archiveTopic(tx, place, new Date()));
    expect((await tab()).page).not.toContain('For a day');
  });

  it.each([
    ['another topic', { in: `topic:${v7()}` }, 303],
    ['no kind of mail', { in: 'kind:__proto__' }, 400],
    ['another channel', { channel: 'pigeon' }, 400],
    ['no number', { frequency: '0-week' }, 400],
    ['another period', { frequency: '2-constructor' }, 400],
    ['no language', { language: '<b>' }, 400],
  ])('that the page does not offer changes nothing: %s', async (_, answers, status) => {
    const { contactId, tab } = await somebody();
    const { page, act } = await tab();
    const mark = /name="mark" value="([^"]+)"/.exec(page)?.[1] ?? '';
    expect((await act('choose', { mark, ...answers })).statusCode).toBe(status);
    expect(await chosen(contactId)).toEqual([]);
  });
});

describe('leaving everything', () => {
  const ALL = ['all_commercial', 'fundraising', 'stream:marketing'];

  it('is one press, asks for no cookie, and twice adds nothing', async () => {
    const { contactId, token, tab } = await somebody();
    const leave = () =>
      world.app.inject({
        method: 'POST',
        url: `/p/${token}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        payload: 'act=leave',
      });
    const answers = await Promise.all([leave(), leave(), leave()]);
    expect(answers.map(saidBy)).toEqual(['left', 'left', 'left']);
    expect(await chosen(contactId)).toEqual(ALL.map((scope) => ({ kind: 'opted_out', scope })));
    expect((await noted(contactId)).map(({ action }) => action)).toEqual(['consent.left']);
    const { page } = await tab();
    const { kind, body } = await shownTo(contactId);
    expect(kind).toBe('leave_everything');
    for (const line of body.split('\n')) expect(page).toContain(line);
  });
});

describe('taking an authorization back', () => {
  it('tells what follows first, is recorded once, and holds', async () => {
    const { contactId, tab, token } = await somebody();
    await record(contactId, { kind: 'authorization_signed', document: DOCUMENT });
    const { page, act } = await tab();
    expect(page).toContain('signed on March 2, 2026');
    const ref = /\?revoke=(\w+)/.exec(page)?.[1] ?? '';
    const told = await world.app.inject({ method: 'GET', url: `/p/${token}?revoke=${ref}` });
    expect(told.body).toContain('a message that was sent cannot be called back');
    expect(await chosen(contactId)).toEqual([]);
    const twice = await Promise.all([act('revoke', { ref }), act('revoke', { ref })]);
    expect(new Set(twice.map(saidBy))).toEqual(new Set(['revoked', 'same']));
    expect(await chosen(contactId)).toEqual([
      { kind: 'authorization_revoked', documentId: DOCUMENT.id },
    ]);
    expect((await tab()).page).not.toContain(ref);
    const { body } = await shownTo(contactId);
    for (const line of body.split('\n')) expect(told.body).toContain(line);
  });

  it('of somebody else is not possible', async () => {
    const [mine, theirs] = [await somebody(), await somebody()];
    await record(theirs.contactId, { kind: 'authorization_signed', document: DOCUMENT });
    const ref = /\?revoke=(\w+)/.exec((await theirs.tab()).page)?.[1] ?? '';
    expect(saidBy(await (await mine.tab()).act('revoke', { ref }))).toBe('same');
    expect([await chosen(mine.contactId), await chosen(theirs.contactId)]).toEqual([[], []]);
  });

  it.each([
    ['over', { expiry: { kind: 'date', on: '2020-01-01' } }],
    ['taken back on paper', { revokedAt: '2026-01-01T00:00:00Z' }],
  ] as const)('is not offered where it is %s', async (_, over) => {
    const { contactId, tab } = await somebody();
    const document = { ...DOCUMENT, ...over };
    await record(contactId, { kind: 'authorization_signed', document });
    expect((await tab()).page).toContain('no signed permission of yours');
  });
});

describe('asking for a restriction', () => {
  it('is recorded with their words, sealed; the same words twice are one request', async () => {
    const { contactId, tab } = await somebody();
    const ask = async (reason: string) => (await tab()).act('restrict', { reason });
    expect(saidBy(await ask('Zyxreason: not my employer\r\nplease'))).toBe('asked');
    await ask('Zyxreason: not my employer\nplease');
    await ask('Zyxreason: nor my sister');
    expect(await chosen(contactId)).toEqual([
      { kind: 'restriction_requested' },
      { kind: 'restriction_requested' },
    ]);
    const [row] = await rows(contactId);
    const evidence = openEvidence(world.keys, contactId, row?.evidence_sealed ?? Buffer.alloc(0));
    expect(evidence.note).toBe('Zyxreason: not my employer\nplease');
    const { page } = await tab();
    for (const line of (await shownTo(contactId)).body.split('\n')) expect(page).toContain(line);
    expect(row?.evidence_sealed?.includes('Zyxreason')).toBe(false);
  });

  it('says what is missing, and keeps what was typed', async () => {
    const { contactId, tab } = await somebody();
    const { act } = await tab();
    const empty = (await act('restrict', { reason: ' ' })).body;
    expect(empty).toContain('Write first');
    // the field is far down: without scripts too the browser goes to it
    expect(empty).toMatch(/<textarea id="reason"[^>]* autofocus /);
    const long = await act('restrict', { reason: `<b>${'x'.repeat(1_000)}` });
    expect([long.statusCode, long.body.includes('&lt;b&gt;xxx')]).toEqual([422, true]);
    expect(await chosen(contactId)).toEqual([]);
  });
});

describe('the link', () => {
  it('changes nothing when a scanner follows it, with all that the page links to', async () => {
    const { contactId, token, tab } = await somebody();
    await record(contactId, { kind: 'authorization_signed', document: DOCUMENT });
    const ref = /\?revoke=(\w+)/.exec((await tab()).page)?.[1] ?? '';
    const before = await noted(contactId);
    for (const method of ['GET', 'HEAD'] as const) {
      for (const query of ['', `?revoke=${ref}`, '?act=leave', '?said=left&act=revoke']) {
        const { statusCode } = await world.app.inject({ method, url: `/p/${token}${query}` });
        expect(statusCode).toBe(200);
      }
    }
    expect(await chosen(contactId)).toEqual([]);
    expect(await noted(contactId)).toEqual(before);
  });

  it('leads nowhere when altered, of another organization, or of nobody on file', async () => {
    const { contactId, token } = await somebody();
    const altered = `${token.slice(0, 30)}${token[30] === 'A' ? 'B' : 'A'}${token.slice(31)}`;
    const campaignId = v7();
    const elsewhere = linkToken(world.keys, 2, { campaignId, contactId });
    const nobody = linkToken(world.keys, 1, { campaignId, contactId: v7() });
    const pages = new Set<string>();
    for (const one of [altered, elsewhere, nobody, `${token}A`, 'x', '__proto__']) {
      const { status, page, act } = await open(one);
      expect([status, (await act('leave')).statusCode]).toEqual([404, 404]);
      pages.add(page);
    }
    expect(pages.size).toBe(1);
    expect(await chosen(contactId)).toEqual([]);
  });

  it('works a year later, and without a campaign', async () => {
    const { contactId } = await somebody();
    const token = linkToken(world.keys, 1, { campaignId: NIL, contactId });
    world.clock.ahead = 365 * 86_400_000;
    expect((await open(token)).status).toBe(200);
    await (await open(token)).act('leave');
    world.clock.ahead = 0;
    expect(await chosen(contactId)).toHaveLength(3);
    expect(await noted(contactId)).toMatchObject([{ subject: { campaignId: null } }]);
  });

  it.each([
    ['without what our page gives', {}],
    ['with another’s', { form: 'x'.repeat(43) }],
  ])('takes no form %s', async (_, form) => {
    const { contactId, tab } = await somebody();
    const { act } = await tab();
    for (const what of ['choose', 'revoke', 'restrict']) {
      const body = { form: '', reason: 'x', ...form };
      expect((await act(what, body)).statusCode).toBe(403);
    }
    expect(await chosen(contactId)).toEqual([]);
  });

  it('tells a stranger nothing of the person: not on a page, not in a log', async () => {
    const { contactId, tab, token } = await somebody();
    await record(
      contactId,
      { kind: 'authorization_signed', document: DOCUMENT },
      { kind: 'confidential_communication', wish: 'other_address' },
      { kind: 'deceased', on: '2026-02-03' },
    );
    await (await tab()).act('restrict', { reason: 'Zyxreason' });
    const { page } = await tab();
    const ref = /\?revoke=(\w+)/.exec(page)?.[1] ?? '';
    const told = await world.app.inject({ method: 'GET', url: `/p/${token}?revoke=${ref}` });
    const secrets = ['Zyx', 'zyx', '1961', 'example.org', contactId, '4711'];
    const special = ['part2', 'Part 2', 'substance', 'diagnosis', 'deceased', '2026-02-03'];
    for (const text of [page, told.body]) {
      for (const secret of [...secrets, ...special]) expect(text).not.toContain(secret);
    }
    expect(page).toContain('Riverside Family Health');
    for (const line of world.logged) {
      for (const secret of [token, 'Zyxreason', 'Zyxdocument']) expect(line).not.toContain(secret);
    }
  });

  it('shows a page that runs nothing and is kept by nobody', async () => {
    const { token } = await somebody();
    const { headers, body } = await world.app.inject({ method: 'GET', url: `/p/${token}` });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
    expect(String(headers['content-security-policy'])).toContain("default-src 'none'");
    expect(body).not.toMatch(/<script|https?:/);
  });
});
