import { createHash } from 'node:crypto';
import { plainWording } from '@postern/core/authorizations';
import { recipientAt } from '@postern/core/consent';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../packages/server/src/audit/index.ts';
import {
  getForm,
  listDocuments,
  mergeLedgers,
  openSigned,
  signingToken,
} from '../../packages/server/src/authorizations/index.ts';
import {
  forgetPerson,
  loadConsent,
  openEvidence,
  recordConsent,
} from '../../packages/server/src/consent/index.ts';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { bucketOf, inTransaction } from '../../packages/server/src/database/index.ts';
import { agreedSecret, setAgreedSecret } from '../../packages/server/src/portal/index.ts';
import { portalToken } from '../../packages/server/src/portal/portal-link.ts';
import { type ApiWorld, apiWorld, type Client, fileUpload } from '../support/api.ts';
import { paper } from '../support/authorization.ts';
import { nextVersion, publishedForm } from '../support/forms.ts';
import { flat, pdfText } from '../support/pdf-text.ts';

const BORN = '1961-03-14';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const PURPOSE = 'Zyxpurpose: to tell me about classes for people with diabetes.';

let world: ApiWorld;
let staff: Client;
let formId: string;
let people = 0;
let addresses = 0;

beforeAll(async () => {
  world = await apiWorld();
  staff = await world.as('marketer');
  formId = await publishedForm(world.database, world.organizationId, {
    title: 'News about our own services',
    purpose: PURPOSE,
  });
});
afterAll(() => world.close());
afterEach(() => {
  world.clock.ahead = 0;
});

const now = () => new Date(Date.now() + world.clock.ahead);
const today = () => now().toISOString().slice(0, 10);

async function addContact(attributes: Record<string, string> = {}): Promise<string> {
  const id = v7();
  const definitions = await loadDefinitions(world.database, world.organizationId);
  const own = {
    given_name: 'Łucja',
    family_name: 'Nguyễn',
    email: `person${people++}@zyxhost.example`,
    birth_date: BORN,
  };
  await inTransaction(world.database, (tx) =>
    writeContacts(
      tx,
      world.keys,
      definitions,
      [{ id, before: null, attributes: { ...own, ...attributes } }],
      now(),
    ),
  );
  return id;
}

/** Somebody who was asked, and a browser at the link that they got. */
async function asked(
  body: Record<string, unknown> = { way: 'mail' },
  attributes: Record<string, string> = {},
) {
  const contactId = await addContact(attributes);
  const answer = await staff.request('POST', `contacts/${contactId}/signing`, { formId, ...body });
  expect(answer.status).toBe(200);
  const { link, signing } = answer.json;
  const mailed = world.notices.filter((notice) => notice.contactId === contactId).at(-1);
  const token: string = /\/a\/([\w-]+)/.exec(link ?? mailed?.text ?? '')?.[1] ?? '';
  const requestId: string = signing.requests[0].id;
  return { contactId, requestId, token, answer: answer.json, browser: browse(token, contactId) };
}

/** A browser at one link: keeps cookies, follows nothing by itself. */
function browse(token: string, contactId: string) {
  const jar = new Map<string, string>();
  const remoteAddress = `10.1.${addresses >> 8}.${addresses++ & 255}`;
  const ask = async (method: 'GET' | 'POST' | 'HEAD', form?: Record<string, string>, rest = '') => {
    const answer = await world.app.inject({
      method,
      url: `/a/${encodeURIComponent(token)}${rest}`,
      remoteAddress,
      headers: {
        'user-agent': 'Zyxbrowser/1.0',
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { payload: new URLSearchParams(form).toString() }),
    });
    for (const { name, value } of answer.cookies) jar.set(name, value);
    return answer;
  };
  const post = async (act: string, fields: Record<string, string> = {}) => {
    const page = (await ask('GET')).body;
    const form = /name="form" value="([\w-]+)"/.exec(page)?.[1] ?? '';
    return ask('POST', { form, act, ...fields });
  };
  const who = (word: string, date = BORN) => {
    const [year = '', month = '', day = ''] = date.split('-');
    return post('who', { month, day, year, word });
  };
  const code = async () => {
    const before = codesTo(contactId).length;
    await post('code');
    await until(() => codesTo(contactId).length > before);
    return codesTo(contactId).at(-1) ?? '';
  };
  return {
    jar,
    ask,
    post,
    who,
    code,
    enter: async () => {
      expect((await who(await code())).statusCode).toBe(303);
    },
    sign: (fields: Record<string, string> = {}) =>
      post('sign', { signer: 'self', name: 'Łucja Nguyễn', day: today(), ...fields }),
  };
}

const codesTo = (contactId: string) =>
  world.notices
    .filter((notice) => notice.contactId === contactId)
    .flatMap(({ text }) => /(\d{4}) (\d{4})/.exec(text)?.slice(1).join('') ?? []);

async function until(done: () => boolean | Promise<boolean>) {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 10));
}

const eventsOf = async (contactId: string) =>
  (await loadConsent(world.database, world.keys, [contactId])).get(contactId) ?? [];
const onFile = async (contactId: string) =>
  recipientAt(await eventsOf(contactId), now().toISOString()).authorizations;
const rowOf = (id: string) =>
  world.database
    .selectFrom('signing_requests')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
const documentsOf = (contactId: string) =>
  world.database
    .selectFrom('signed_documents')
    .selectAll()
    .where('contact_id', '=', contactId)
    .execute();
const fileOf = async (contactId: string, id: string) => {
  const place = { organizationId: world.organizationId, contactId, id };
  const file = await openSigned(world.database, world.keys, place);
  if (file === null) throw new Error('There is no such file.');
  return file;
};

/** A paper as staff reads it off. */
const read = () => paper({ informationScope: 'contact', signedOn: today() });

describe('who is asked to sign', () => {
  it('gets a mail that says nothing of them or of the document', async () => {
    const { contactId, token, answer } = await asked();
    const [mail] = world.notices.filter((notice) => notice.contactId === contactId);
    expect(answer).toMatchObject({ notice: 'sent', link: null });
    expect(mail?.subject).toBe('A document is waiting for you');
    expect(mail?.text).toContain(`https://mail.example.org/a/${token}`);
    for (const told of ['Łucja', 'Nguyễn', 'services', 'Zyx', 'Riverside']) {
      expect(mail?.text.replace(token, '')).not.toContain(told);
    }
  });

  it('is asked who they are first, however often a mail program opens the link', async () => {
    const { contactId, requestId, browser } = await asked();
    const before = await rowOf(requestId);
    for (const method of ['GET', 'HEAD', 'GET'] as const) {
      const page = await browser.ask(method);
      expect(page.statusCode).toBe(200);
      expect(page.body).not.toContain('Zyxpurpose');
    }
    await browser.ask('GET', undefined, '?said=signed&act=sign&name=Zyx');
    expect((await browser.ask('GET', undefined, '/copy')).statusCode).toBe(302);
    expect(await rowOf(requestId)).toEqual(before);
    expect(await eventsOf(contactId)).toEqual([]);
    expect(await documentsOf(contactId)).toEqual([]);
  });

  it('is read the text when birth date and code fit, and not when one of them does not', async () => {
    const { browser } = await asked();
    const code = await browser.code();
    expect((await browser.who(code, '1961-03-15')).statusCode).toBe(422);
    expect((await browser.who('00000000')).statusCode).toBe(422);
    expect((await browser.ask('GET')).body).not.toContain('Zyxpurpose');
    expect((await browser.who(code)).statusCode).toBe(303);
    const page = await browser.ask('GET');
    expect(page.body).toContain(PURPOSE);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    browser.jar.delete('postern_signer');
    // a code opens once
    expect((await browser.who(code)).statusCode).toBe(422);
  });

  it('gets a new link in one press where theirs was locked by another; the old one is dead', async () => {
    const { contactId, requestId, token, browser } = await asked({ way: 'mail', days: 7 });
    for (let n = 0; n < 5; n++) await browser.who('00000000', '1999-09-09');
    const seen = await staff.request('GET', `contacts/${contactId}/signing`);
    expect(seen.json.requests).toMatchObject([{ state: 'locked', locked: true }]);
    const url = `contacts/${contactId}/signing/${requestId}/renew`;
    const renewed = await staff.request('POST', url);
    expect(renewed.json).toMatchObject({
      notice: 'sent',
      signing: {
        requests: [
          { state: 'open', locked: false },
          { id: requestId, state: 'withdrawn' },
        ],
      },
    });
    const mails = world.notices.filter((notice) => notice.contactId === contactId);
    const next = /\/a\/([\w-]+)/.exec(mails.at(-1)?.text ?? '')?.[1] ?? '';
    expect(next).not.toBe(token);
    expect((await browser.ask('GET')).statusCode).toBe(410);
    const other = browse(next, contactId);
    await other.enter();
    expect((await other.sign()).statusCode).toBe(303);
    const [made] = renewed.json.signing.requests;
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(7 * DAY);
    // nothing is renewed that was signed or withdrawn
    expect((await staff.request('POST', url)).status).toBe(409);
    const signedUrl = `contacts/${contactId}/signing/${made.id}/renew`;
    expect((await staff.request('POST', signedUrl)).status).toBe(409);
  });

  it('whose mail did not leave is shown so, and gets another link when it can', async () => {
    world.post.held = true;
    const { contactId, requestId, answer } = await asked().finally(() => {
      world.post.held = false;
    });
    expect(answer).toMatchObject({ notice: 'held', signing: { requests: [{ mailHeld: true }] } });
    const url = `contacts/${contactId}/signing/${requestId}/renew`;
    const { json } = await staff.request('POST', url);
    expect(json).toMatchObject({
      notice: 'sent',
      signing: { requests: [{ mailHeld: false, state: 'open' }, { state: 'withdrawn' }] },
    });
  });

  it('by a link that has expired gets a new one too, and not one for a tablet', async () => {
    const { contactId, requestId } = await asked({ way: 'mail', days: 1 });
    world.clock.ahead = 2 * DAY;
    const later = await world.signIn('marketer');
    const url = `contacts/${contactId}/signing/${requestId}/renew`;
    expect((await later.request('POST', url)).json).toMatchObject({ notice: 'sent' });
    world.clock.ahead = 0;
    const tablet = await asked({ way: 'tablet', identified: true });
    const same = `contacts/${tablet.contactId}/signing/${tablet.requestId}/renew`;
    expect((await staff.request('POST', same)).status).toBe(409);
  });

  it('is locked out by five wrong tries, until staff opens the link again', async () => {
    const { contactId, requestId, browser } = await asked();
    const code = await browser.code();
    for (let tries = 0; tries < 5; tries++) await browser.who('12345678', '1970-01-01');
    expect((await browser.ask('GET')).body).toContain('This link is locked');
    expect((await browser.who(code)).statusCode).toBe(410);
    const shown = await staff.request('GET', `contacts/${contactId}/signing`);
    expect(shown.json.requests[0]).toMatchObject({ state: 'locked', locked: true });
    const opened = await staff.request('POST', `contacts/${contactId}/signing/${requestId}/unlock`);
    expect(opened.json.requests[0]).toMatchObject({ state: 'open', locked: false });
    await browser.enter();
  });

  it('needs an address and a birth date, unless it is on a tablet', async () => {
    const contactId = await addContact({ birth_date: '' });
    const refused = await staff.request('POST', `contacts/${contactId}/signing`, {
      formId,
      way: 'mail',
    });
    expect(refused).toMatchObject({ status: 409, json: { code: 'not_possible_now' } });
    const unseen = await staff.request('POST', `contacts/${contactId}/signing`, {
      formId,
      way: 'tablet',
    });
    expect(unseen.status).toBe(400);
    expect(await eventsOf(contactId)).toEqual([]);
  });
});

describe('a link', () => {
  it('that was altered, or made for something else, opens nothing', async () => {
    const { contactId, requestId, token } = await asked();
    const other = token[40] === 'A' ? 'B' : 'A';
    const link = { linkId: requestId, contactId };
    for (const altered of [
      token.slice(0, -1),
      token.slice(0, 40) + other + token.slice(41),
      `${token}A`,
      portalToken(world.keys, 1, link),
      signingToken(world.keys, 1, { requestId: v7(), contactId }),
    ]) {
      expect((await browse(altered, contactId).ask('GET')).statusCode).toBe(404);
    }
    expect((await browse(token, contactId).ask('GET')).statusCode).toBe(200);
  });

  it('ends after 30 days, also for who is reading', async () => {
    const { contactId, browser } = await asked();
    world.clock.ahead = 30 * DAY - 60_000;
    await browser.enter();
    world.clock.ahead = 30 * DAY + 60_000;
    const page = await browser.sign();
    expect(page.statusCode).toBe(410);
    expect(page.body).toContain('This link has ended');
    expect(await eventsOf(contactId)).toEqual([]);
  });

  it('ends when staff takes it back, also between reading and signing', async () => {
    const { contactId, requestId, browser } = await asked({ way: 'mail', days: 3 });
    await browser.enter();
    await staff.request('POST', `contacts/${contactId}/signing/${requestId}/withdraw`);
    expect((await browser.sign()).statusCode).toBe(410);
    expect(await eventsOf(contactId)).toEqual([]);
    const again = await staff.request(
      'POST',
      `contacts/${contactId}/signing/${requestId}/withdraw`,
    );
    expect(again.status).toBe(409);
  });

  it('asks for no code on a tablet, for half an hour', async () => {
    const { browser } = await asked({ way: 'tablet', identified: true });
    const page = (await browser.ask('GET')).body;
    expect(page).toContain(PURPOSE);
    expect(page).toContain('by a link in a mail, or printed by the staff.');
    expect(page).not.toContain('at once');
    world.clock.ahead = 31 * 60_000;
    expect((await browser.ask('GET')).body).toContain('This link has ended');
  });
});

describe('a signature', () => {
  it('makes a sealed file, a fact with its evidence, and a request that is signed', async () => {
    const { contactId, requestId, browser } = await asked();
    await browser.enter();
    const done = await browser.sign({ drawn: '10,10 200,100;300,50' });
    expect(done.statusCode).toBe(303);
    const request = await rowOf(requestId);
    const [document] = await onFile(contactId);
    expect(request).toMatchObject({ state: 'signed', document_id: document?.id });
    expect(document).toMatchObject({
      kinds: ['marketing'],
      signedOn: today(),
      signedByRepresentative: false,
      copyGiven: true,
      statesRightToRevoke: true,
    });
    const row = await world.database
      .selectFrom('consent_events')
      .selectAll()
      .where('contact_id', '=', contactId)
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ source: 'page', actor: 'recipient' });
    const evidence = openEvidence(world.keys, contactId, row.evidence_sealed ?? Buffer.alloc(0));
    expect(evidence).toMatchObject({
      browser: 'Zyxbrowser/1.0',
      identifiedBy: 'birth date and code',
    });
    expect(evidence.address).toMatch(/^10\.1\./);
    const text = await world.database
      .selectFrom('consent_texts')
      .select('body')
      .where('id', '=', row.shown)
      .executeTakeFirstOrThrow();
    expect(text.body).toContain(PURPOSE);
    const [kept] = await documentsOf(contactId);
    expect(kept).toMatchObject({ source: 'page', form_id: formId, copy_way: 'portal' });
    const columns = Buffer.from(JSON.stringify(kept));
    for (const secret of ['Zyx', 'Łucja', 'PDF']) {
      expect(columns.includes(secret)).toBe(false);
      expect(kept?.content_sealed.includes(secret)).toBe(false);
    }
  });

  it('is told of by the file, which another program reads, whole and with every name in it', async () => {
    const { contactId, browser } = await asked();
    await browser.enter();
    await browser.sign({ name: 'Zoë Łukasz Иван Ωμέγα Nguyễn 中' });
    const [document] = await onFile(contactId);
    const file = await fileOf(contactId, document?.id ?? '');
    expect(file.contentType).toBe('application/pdf');
    const { title, text } = await pdfText(file.content);
    const form = await getForm(world.database, world.organizationId, formId);
    if (form === null) throw new Error('The form is gone.');
    expect(title).toBe('News about our own services');
    const wording = plainWording(form.content);
    for (const line of wording.split('\n')) expect(text).toContain(flat(line));
    for (const told of [
      'Person: Łucja Nguyễn',
      'Signed: Zoë Łukasz Иван Ωμέγα Nguyễn [U+4E2D]',
      `Date: ${today()}`,
      'a code mailed to the address on file',
      'With: Zyxbrowser/1.0',
      'Version of the form: 1',
      createHash('sha256').update(wording).digest('hex'),
      document?.id ?? 'no document',
    ]) {
      expect(text).toContain(told);
    }
  });

  it('without a date, a name or the authority of a representative is none', async () => {
    const { contactId, browser } = await asked();
    await browser.enter();
    const tomorrow = new Date(now().getTime() + 2 * DAY).toISOString().slice(0, 10);
    for (const [fields, said] of [
      [{ day: '' }, 'Enter today’s date'],
      [{ day: '2020-02-30' }, 'Enter today’s date'],
      [{ day: tomorrow }, 'Enter today’s date'],
      [{ name: '  ' }, 'Type your name'],
      [{ signer: 'representative' }, 'Say what allows you'],
      [{ signer: 'somebody' }, 'Choose who signs'],
      [{ signer: '' }, 'Choose who signs'],
    ] as const) {
      const page = await browser.sign(fields);
      expect(page.statusCode).toBe(422);
      expect(page.body).toContain(said);
    }
    expect(await eventsOf(contactId)).toEqual([]);
    const parent = { signer: 'representative', name: 'Zyxparent', authority: 'Mother' };
    expect((await browser.sign(parent)).statusCode).toBe(303);
    expect(await onFile(contactId)).toMatchObject([
      { signedByRepresentative: true, representativeAuthorityDescribed: true },
    ]);
    const [document] = await documentsOf(contactId);
    const { text } = await pdfText((await fileOf(contactId, document?.id ?? '')).content);
    expect(text).toContain('may because: Mother Date');
  });

  it('is of the version that was shown, though another was published since', async () => {
    const id = await publishedForm(world.database, world.organizationId, {
      title: 'First title',
      purpose: 'Zyxold purpose',
    });
    const { contactId, browser } = await asked({ way: 'mail', formId: id });
    await browser.enter();
    expect((await browser.ask('GET')).body).toContain('Zyxold purpose');
    await nextVersion(world.database, world.organizationId, id, { purpose: 'Zyxnew purpose' });
    await browser.sign();
    const [document] = await documentsOf(contactId);
    expect(document).toMatchObject({ form_id: id, form_version: 1 });
    const { text } = await pdfText((await fileOf(contactId, document?.id ?? '')).content);
    expect(text).toContain('Zyxold purpose');
    expect(text).not.toContain('Zyxnew');
    const shown = await staff.request('GET', `contacts/${contactId}/signing`);
    const offered = shown.json.forms.find((form: { id: string }) => form.id === id);
    expect(offered).toMatchObject({ version: 2 });
  });

  it('is none after the day on which the form says that it ends; on that day it is one', async () => {
    const on = new Date(now().getTime() + DAY).toISOString().slice(0, 10);
    const id = await publishedForm(world.database, world.organizationId, {
      title: 'Until tomorrow',
      expiry: { kind: 'date', on },
    });
    const late = await asked({ way: 'mail', formId: id });
    const early = await asked({ way: 'mail', formId: id });
    world.clock.ahead = DAY;
    await early.browser.enter();
    expect((await early.browser.sign()).statusCode).toBe(303);
    expect(await onFile(early.contactId)).toMatchObject([{ expiry: { kind: 'date', on } }]);

    world.clock.ahead = 2 * DAY;
    await late.browser.enter();
    const page = await late.browser.sign();
    expect(page.statusCode).toBe(410);
    expect(page.body).toContain('It says that it ends on a day that is over. Nothing was signed.');
    expect(await eventsOf(late.contactId)).toEqual([]);
    expect(await documentsOf(late.contactId)).toEqual([]);
    const later = await world.signIn('marketer');
    for (const way of [{ way: 'mail' }, { way: 'tablet', identified: true }]) {
      const body = { formId: id, ...way };
      const refused = await later.request('POST', `contacts/${late.contactId}/signing`, body);
      expect(refused).toMatchObject({ status: 409 });
      expect(refused.json.detail).toBe(
        `The form says that it ends on ${on}, which is over: nobody can sign it.`,
      );
    }
    const { json } = await later.request('GET', `contacts/${late.contactId}/signing`);
    expect(json.requests).toHaveLength(1);
  });

  it('is one, whoever else has the link: the second is told that it is signed', async () => {
    const { contactId, token, browser } = await asked();
    await browser.enter();
    const second = browse(token, contactId);
    for (const [name, value] of browser.jar) second.jar.set(name, value);
    const both = await Promise.all([browser.sign(), second.sign({ name: 'Somebody else' })]);
    expect(both.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([303, 409]);
    expect(both.find(({ statusCode }) => statusCode === 409)?.body).toContain('signed already');
    expect(await documentsOf(contactId)).toHaveLength(1);
    expect(await eventsOf(contactId)).toHaveLength(1);
    // a third who shows nothing is told no more than that
    const third = await browse(token, contactId).ask('GET');
    expect(third.body).toContain('This document is signed');
    expect(third.body).not.toContain('Zyxpurpose');
  });

  it('comes from our own page alone, in the browser that showed it', async () => {
    const { contactId, browser } = await asked();
    await browser.enter();
    const forged = { act: 'sign', signer: 'self', name: 'Zyx', day: today(), form: 'x'.repeat(43) };
    expect((await browser.ask('POST', forged)).statusCode).toBe(403);
    expect(await eventsOf(contactId)).toEqual([]);
  });

  it('is none after a quarter of an hour without another code', async () => {
    const { contactId, browser } = await asked();
    await browser.enter();
    const page = (await browser.ask('GET')).body;
    const form = /name="form" value="([\w-]+)"/.exec(page)?.[1] ?? '';
    world.clock.ahead = 16 * 60_000;
    const late = { form, act: 'sign', signer: 'self', name: 'Zyx', day: today() };
    const answer = await browser.ask('POST', late);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).toContain('closed by itself');
    expect(await eventsOf(contactId)).toEqual([]);
  });
});

describe('the copy', () => {
  it('is on the page at once, behind the same link later, and never in a mail', async () => {
    const { contactId, token, browser } = await asked();
    await browser.enter();
    await browser.sign();
    const file = await browser.ask('GET', undefined, '/copy');
    expect(file.headers['content-type']).toBe('application/pdf');
    expect(file.headers['content-disposition']).toContain('signed-document.pdf');
    const { text } = await pdfText(file.rawPayload);
    expect(text).toContain('Łucja Nguyễn');
    const [document] = await documentsOf(contactId);
    const { rows } = await world.test.pool.query(
      `select actor, subject->>'documentId' as document from audit_entries
       where action = 'document.downloaded' and subject->>'contactId' = $1`,
      [contactId],
    );
    expect(rows).toEqual([{ actor: 'recipient', document: document?.id }]);
    await until(() =>
      world.notices.some(
        (notice) => notice.contactId === contactId && notice.subject.includes('copy'),
      ),
    );
    world.clock.ahead = 20 * DAY;
    const later = browse(token, contactId);
    expect((await later.ask('GET', undefined, '/copy')).statusCode).toBe(302);
    await later.enter();
    expect((await later.ask('GET', undefined, '/copy')).rawPayload).toEqual(file.rawPayload);
  });

  it('of what was signed on a tablet goes by a mail, and is recorded when that left', async () => {
    const { contactId, browser } = await asked({ way: 'tablet', identified: true });
    const done = await browser.sign();
    expect(done.headers.location).toMatch(/said=signed$/);
    const thanks = await browser.ask('GET', undefined, '?said=signed');
    expect(thanks.body).toContain('give the tablet back');
    expect(thanks.body).not.toContain('Zyxpurpose');
    // the tablet shows nothing more of it without a code
    expect((await browser.ask('GET')).body).not.toContain('Zyxpurpose');
    expect((await browser.ask('GET', undefined, '/copy')).statusCode).toBe(302);
    await until(async () => (await onFile(contactId))[0]?.copyGiven ?? false);
    expect(await onFile(contactId)).toHaveLength(1);
    expect((await documentsOf(contactId))[0]).toMatchObject({
      source: 'tablet',
      copy_way: 'portal',
    });
  });

  it('of somebody without an address is handed over on paper, and recorded so', async () => {
    const without = { birth_date: '' };
    const { contactId, browser } = await asked({ way: 'tablet', identified: true }, without);
    await browser.sign();
    const [document] = await onFile(contactId);
    expect(document).toMatchObject({ copyGiven: false });
    const url = `contacts/${contactId}/documents/${document?.id}/copy`;
    expect((await staff.request('POST', url, { way: 'portal' })).status).toBe(409);
    const given = await staff.request('POST', url, { way: 'paper' });
    expect(given.json.signing.documents[0].file).toMatchObject({ copyWay: 'paper' });
    expect((await onFile(contactId))[0]).toMatchObject({ copyGiven: true });
    // signed once, whatever became of the copy
    expect((await eventsOf(contactId)).map(({ fact }) => fact)).toMatchObject([
      { kind: 'authorization_signed' },
      { kind: 'copy_given', documentId: document?.id },
    ]);
  });
});

describe('what is on file', () => {
  it('is downloaded by who may see people, and that is in the audit', async () => {
    const { contactId, browser } = await asked();
    await browser.enter();
    await browser.sign();
    const [document] = await documentsOf(contactId);
    const url = `contacts/${contactId}/documents/${document?.id}`;
    const analyst = await world.as('analyst');
    expect((await analyst.request('GET', url)).status).toBe(403);
    const file = await staff.request('GET', url);
    expect(file.headers['content-type']).toBe('application/pdf');
    const entries = await world.database.selectFrom('audit_entries').selectAll().execute();
    const told = entries.filter(({ subject }) => JSON.stringify(subject).includes(contactId));
    expect(told.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['signing.requested', 'signing.signed', 'document.downloaded']),
    );
    expect(JSON.stringify(told)).not.toMatch(/Zyx|Łucja|1961/);
    expect(world.logged.join('')).not.toMatch(/Zyx|Łucja|Nguy/);
    expect(world.logged.join('')).not.toContain(document?.id ?? 'none');
  });

  it('is kept six years from its last effect, and deleted by nobody before', async () => {
    const { contactId, browser } = await asked();
    await browser.enter();
    await browser.sign();
    const [document] = await documentsOf(contactId);
    const revoke = { kind: 'authorization_revoked', documentId: document?.id };
    const url = `contacts/${contactId}/documents/${document?.id}`;
    expect((await staff.request('POST', `contacts/${contactId}/consent`, revoke)).status).toBe(201);
    world.clock.ahead = 40 * DAY;
    const later = await world.signIn('privacy_officer');
    expect((await later.request('POST', `contacts/${contactId}/consent`, revoke)).status).toBe(201);
    const [year, rest] = [Number(today().slice(0, 4)) + 6, today().slice(4)];
    const shown = await later.request('GET', `contacts/${contactId}/signing`);
    expect(shown.json.documents).toMatchObject([{ keepUntil: `${year}${rest}` }]);
    const refused = await later.request('DELETE', url);
    expect(refused).toMatchObject({ status: 409, json: { code: 'not_possible_now' } });
    expect(refused.json.detail).toContain(`kept until ${year}${rest}`);
    world.clock.ahead += 6 * 366 * DAY;
    const muchLater = await world.signIn('privacy_officer');
    expect((await muchLater.request('DELETE', url)).json.documents).toMatchObject([{ file: null }]);
    expect(await documentsOf(contactId)).toEqual([]);
    // that it was signed, and revoked twice, stays
    expect(await eventsOf(contactId)).toHaveLength(3);
  });

  it('is kept six years from when its end was put on record, however far that is dated back', async () => {
    const contactId = await addContact();
    const { keys, database } = world;
    const recorded = { contactId, source: 'import', actor: 'system' };
    const expiry = { kind: 'event' as const, name: 'Moves away', occurredOn: null };
    const document = { ...read(), id: v7(), signedOn: '2012-01-02', expiry, revokedAt: null };
    await inTransaction(database, (tx) =>
      recordConsent(tx, keys, [
        {
          ...recorded,
          fact: { kind: 'authorization_signed', document },
          at: new Date('2012-01-02T00:00:00Z'),
        },
        {
          ...recorded,
          fact: { kind: 'authorization_revoked', documentId: document.id },
          at: new Date('2013-01-02T00:00:00Z'),
        },
      ]),
    );
    const [kept] = await listDocuments(database, keys, contactId);
    expect(kept?.keepUntil).toBe(`${Number(today().slice(0, 4)) + 6}${today().slice(4)}`);
  });

  it('becomes the other record’s when two are put together, and is kept as long as before', async () => {
    const { contactId: from, requestId, browser } = await asked();
    await browser.enter();
    await browser.sign();
    const into = await addContact();
    const { database, keys, organizationId } = world;
    const id = (await documentsOf(from))[0]?.id ?? '';
    const before = await fileOf(from, id);
    await inTransaction(database, (tx) =>
      setAgreedSecret(tx, organizationId, from, 'the blue door', now()),
    );
    // a message relied on it two years later
    const relied = `${Number(today().slice(0, 4)) + 2}${today().slice(4)}`;
    await world.test.pool.query(
      `insert into sends (bucket, organization_id, campaign_id, contact_id, state, authorization_id,
         due_at, settled_at)
       values ($1, $2, $3, $4, 'accepted', $5, $6, $6)`,
      [bucketOf(from), organizationId, v7(), from, id, relied],
    );
    const [kept] = await listDocuments(database, keys, from);
    for (const _ of ['once', 'and again']) {
      await inTransaction(database, (tx) => mergeLedgers(tx, keys, from, into, now()));
    }
    expect(await documentsOf(from)).toEqual([]);
    expect(await fileOf(into, id)).toEqual(before);
    expect(await listDocuments(database, keys, into)).toEqual([kept]);
    expect(kept?.keepUntil).toBe(`${Number(today().slice(0, 4)) + 8}${today().slice(4)}`);
    expect(await agreedSecret(database, organizationId, from)).toBeNull();
    expect(await agreedSecret(database, organizationId, into)).not.toBeNull();
    expect(await rowOf(requestId)).toMatchObject({ contact_id: into, document_id: id });
    // the row of the one does not open as the other's
    const [row] = await documentsOf(into);
    expect(() =>
      keys.open(row?.content_sealed ?? Buffer.of(), `signed_documents:${from}:${id}`),
    ).toThrow();
  });

  it('outlives the person’s deletion', async () => {
    const { contactId, token, browser } = await asked();
    await browser.enter();
    await browser.sign();
    const [document] = await documentsOf(contactId);
    await inTransaction(world.database, (tx) => forgetPerson(tx, world.keys, contactId, now()));
    const url = `contacts/${contactId}/documents/${document?.id}`;
    expect((await staff.request('GET', url)).status).toBe(200);
    const officer = await world.as('privacy_officer');
    expect((await officer.request('DELETE', url)).status).toBe(409);
    const shown = await staff.request('GET', `contacts/${contactId}/signing`);
    expect(shown.json).toMatchObject({ documents: [{ id: document?.id }], hasEmail: false });
    // and is found by whoever may delete, though nobody is left by whom
    const list = await officer.request('GET', 'kept-documents');
    expect(list.json.data).toContainEqual(
      expect.objectContaining({
        contactId,
        documentId: document?.id,
        keepUntil: shown.json.documents[0].keepUntil,
      }),
    );
    expect(list.json.total).toBe(list.json.data.length);
    expect((await (await world.as('analyst')).request('GET', 'kept-documents')).status).toBe(403);
    const other = await asked();
    await inTransaction(world.database, (tx) =>
      forgetPerson(tx, world.keys, other.contactId, now()),
    );
    await other.browser.post('code');
    expect((await other.browser.who('12345678')).statusCode).toBe(422);
    expect((await staff.request('GET', `contacts/${other.contactId}/signing`)).status).toBe(404);
    expect((await browse(token, contactId).ask('GET')).body).not.toContain('Zyxpurpose');
  });

  it('takes the scan of a paper once, by what is in the file and not by its name', async () => {
    const contactId = await addContact();
    const document = read();
    const recorded = await staff.request('POST', `contacts/${contactId}/consent`, {
      kind: 'authorization_signed',
      document,
    });
    const id = recorded.json.authorizations[0].id;
    const url = `contacts/${contactId}/documents/${id}`;
    const scan = async (name: string, content: Buffer) => {
      const { body, headers } = fileUpload(name, content);
      return staff.request('POST', url, body, headers);
    };
    const wrong = await scan('scan.pdf', Buffer.from('<html>no scan</html>'));
    expect(wrong).toMatchObject({ status: 422, json: { code: 'invalid_content' } });
    expect((await scan('scan.pdf', Buffer.alloc(20 * 1024 ** 2 + 1, 1))).status).toBe(413);
    const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('Zyxscan')]);
    const filed = await scan('anything.pdf', picture);
    expect(filed.json.documents[0].file).toMatchObject({
      source: 'paper',
      mediaType: 'image/jpeg',
    });
    expect((await scan('again.jpg', picture)).status).toBe(409);
    expect((await documentsOf(contactId))[0]?.content_sealed.includes('Zyxscan')).toBe(false);
    expect((await staff.request('GET', url)).headers['content-type']).toBe('image/jpeg');
  });

  it('stands in an audit whose chain holds', async () => {
    expect((await verifyAudit(world.database, world.keys)).intact).toBe(true);
  });
});
