import { createHash, randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../packages/server/src/audit/index.ts';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { linkToken } from '../../packages/server/src/delivery/index.ts';
import { createOrganization } from '../../packages/server/src/organizations/index.ts';
import {
  depositMessage,
  expireMessages,
  setAgreedSecret,
} from '../../packages/server/src/portal/index.ts';
import { addAttachment, createTemplate } from '../../packages/server/src/templates/index.ts';
import { type ApiWorld, apiWorld } from '../support/api.ts';

const BORN = '1961-03-14';
const SECRET = 'Blue heron at the ferry';
const PERSON = { given_name: 'Zyxgiven', family_name: 'Zyxfamily', email: 'zyx@zyxhost.example' };
const RENDERED = {
  subject: 'Zyxsubject about your visit',
  html: '<html><head></head><body><p>Zyxbody "quoted"</p><script>alert(1)</script><img src="https://evil.example/x.png"><a href="https://mail.example.org/c/abc/0" target="_top">Book</a></body></html>',
  text: 'Zyxplain text\nBook: https://mail.example.org/c/abc/0',
};
const OF_THE_PERSON = [...Object.values(PERSON), 'Zyxsubject', 'Zyxbody', 'Zyxplain', BORN, '1961'];
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let world: ApiWorld;
let addresses = 0;

beforeAll(async () => {
  world = await apiWorld();
});
afterAll(() => world.close());
afterEach(() => {
  world.clock.ahead = 0;
});

const now = () => new Date(Date.now() + world.clock.ahead);

async function addContact(attributes: Record<string, string>): Promise<string> {
  const id = v7();
  const definitions = await loadDefinitions(world.database, world.organizationId);
  await inTransaction(world.database, (tx) =>
    writeContacts(tx, world.keys, definitions, [{ id, before: null, attributes }], new Date()),
  );
  return id;
}

/** A message that waits for somebody of whom this is on file. */
async function waiting({
  birthDate = BORN,
  secret = null,
  email = PERSON.email,
  campaignId = v7(),
}: {
  birthDate?: string | null;
  secret?: string | null;
  email?: string | null;
  campaignId?: string;
} = {}) {
  const contactId = await addContact({
    given_name: PERSON.given_name,
    family_name: PERSON.family_name,
    ...(email !== null && { email }),
    ...(birthDate !== null && { birth_date: birthDate }),
  });
  if (secret !== null) {
    await inTransaction(world.database, (tx) =>
      setAgreedSecret(tx, world.organizationId, contactId, secret, now()),
    );
  }
  const given = { organizationId: world.organizationId, campaignId, contactId };
  const made = await depositMessage(world.database, world.keys, {
    ...given,
    rendered: RENDERED,
    now: now(),
  });
  return { ...given, ...made, browser: browse(made.token) };
}

/** A browser at one link: keeps cookies of /m/, follows nothing by itself. */
function browse(token: string, remoteAddress = `10.0.${addresses >> 8}.${addresses++ & 255}`) {
  const jar = new Map<string, string>();
  const ask = async (
    method: 'GET' | 'POST' | 'HEAD',
    form?: Record<string, string>,
    query = '',
  ) => {
    const answer = await world.app.inject({
      method,
      url: `/m/${encodeURIComponent(token)}${query}`,
      remoteAddress,
      headers: {
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      ...(form && { payload: new URLSearchParams(form).toString() }),
    });
    for (const { name, value, maxAge } of answer.cookies) {
      if (maxAge === 0 || value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  };
  const formToken = async () => tokenIn((await ask('GET')).body);
  const post = async (act: string, fields: Record<string, string> = {}) =>
    ask('POST', { form: await formToken(), act, ...fields });
  return {
    jar,
    ask,
    post,
    see: async () => (await ask('GET')).body,
    open: (word: string, date = BORN) => {
      const [year = '', month = '', day = ''] = date.split('-');
      return post('open', { month: String(Number(month)), day, year, word });
    },
    /** Asks for a code, waits for its mail, answers it. */
    code: async (contactId: string) => {
      const before = codesTo(contactId).length;
      await post('code');
      await until(() => codesTo(contactId).length > before);
      return codesTo(contactId).at(-1) ?? '';
    },
  };
}

const tokenIn = (page: string) => /name="form" value="([\w-]+)"/.exec(page)?.[1] ?? '';
/** The page without what differs at each showing. */
const steady = (page: string) => page.replaceAll(/name="form" value="[\w-]+"/g, '');

const codesTo = (contactId: string) =>
  world.notices
    .filter((notice) => notice.contactId === contactId)
    .flatMap(({ text }) => /(\d{4}) (\d{4})/.exec(text)?.slice(1).join('') ?? []);

async function until(done: () => boolean) {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 10));
}
/** What the server does after its answer has been done. */
const settled = () => new Promise((resolve) => setTimeout(resolve, 150));

const rowOf = (id: string) =>
  world.database
    .selectFrom('portal_messages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

const readsOf = (contactId: string) =>
  world.database
    .selectFrom('events')
    .select(['kind', 'machine'])
    .where('contact_id', '=', contactId)
    .execute();

describe('a message that waits', () => {
  it('is one however often it is deposited, with the same token', async () => {
    const { contactId, campaignId, organizationId, id, token } = await waiting();
    const again = await depositMessage(world.database, world.keys, {
      ...{ organizationId, campaignId, contactId },
      rendered: { ...RENDERED, text: 'another' },
      now: now(),
    });
    expect(again).toMatchObject({ id, token });
    const rows = await world.database
      .selectFrom('portal_messages')
      .select('id')
      .where('contact_id', '=', contactId)
      .execute();
    expect(rows).toHaveLength(1);
  });

  it('lies sealed, and nothing of it stands in any column', async () => {
    const { id } = await waiting();
    const row = JSON.stringify(await rowOf(id), (_, value) =>
      value?.type === 'Buffer' ? Buffer.from(value.data).toString('latin1') : value,
    );
    for (const secret of ['Zyx', 'visit']) expect(row).not.toContain(secret);
  });

  it('is not opened by the token of its tracking links', async () => {
    const { contactId, campaignId, browser } = await waiting({ secret: SECRET });
    const token = linkToken(world.keys, 1, { campaignId, contactId });
    const page = await browse(token).open(SECRET);
    expect(page.statusCode).toBe(422);
    expect((await browser.open(SECRET)).statusCode).toBe(303);
  });
});

describe('the files attached to it', () => {
  it('are listed and downloaded by its reader, as they were sent, and by nobody else', async () => {
    const content = Buffer.from('%PDF-1.7 Zyxleaflet');
    const campaignId = await campaignWith('Care & rest.pdf', content);
    const { browser } = await waiting({ secret: SECRET, campaignId });
    expect((await browser.ask('GET', undefined, '?file=0')).body).not.toContain('Zyxleaflet');
    await browser.open(SECRET);
    expect(await browser.see()).toContain('<a href="?file=0" download>Care &amp; rest.pdf</a>');
    const file = await browser.ask('GET', undefined, '?file=0');
    expect(file.rawPayload.equals(content)).toBe(true);
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment; filename="Care _ rest\.pdf"/),
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    });
    for (const none of ['1', '-1', 'x', '00']) {
      expect((await browser.ask('GET', undefined, `?file=${none}`)).statusCode).toBe(404);
    }
  });
});

/** A campaign that sends the second version of its template, which has a file attached. */
async function campaignWith(filename: string, content: Buffer): Promise<string> {
  const id = v7();
  const mjml =
    '<mjml><mj-body><mj-section><mj-column><mj-text>Hello</mj-text></mj-column></mj-section></mj-body></mjml>';
  await inTransaction(world.database, async (tx) => {
    const source = { name: 'Leaflet', subject: 'Hello', preheader: '', mjml, text: '' };
    const made = await createTemplate(tx, world.organizationId, { ...source, createdBy: null });
    if (made.kind !== 'created') throw new Error('The template was refused.');
    const { template } = made;
    const file = { version: 1, filename, content, createdBy: null };
    expect(await addAttachment(tx, world.keys, template.id, file)).toMatchObject({ kind: 'added' });
    await tx
      .insertInto('campaigns')
      .values({
        organization_id: world.organizationId,
        id,
        name: 'Leaflet',
        state: 'done',
        stream: 'transactional',
        interview: '{}',
        template_id: template.id,
        template_version: 2,
      })
      .execute();
  });
  return id;
}

describe('who may open it', () => {
  const birthDate = BORN;
  it.each([
    ['the birth date and the agreed word', { secret: SECRET }, SECRET, BORN, true],
    ['whatever its case and spaces', { secret: SECRET }, ' blue  HERON at the ferry ', BORN, true],
    ['no other birth date', { secret: SECRET }, SECRET, '1961-03-15', false],
    ['no other word', { secret: SECRET }, 'Grey heron at the ferry', BORN, false],
    ['no word where none was agreed', { secret: null }, SECRET, BORN, false],
    [
      'without a birth date on file: the word',
      { secret: SECRET, birthDate: null },
      SECRET,
      '1980-01-01',
      true,
    ],
    [
      'nothing, where neither is on file',
      { secret: null, birthDate: null },
      SECRET,
      '1980-01-01',
      false,
    ],
  ])('%s', async (_rule, onFile, word, date, opens) => {
    const { browser, contactId } = await waiting({ birthDate, ...onFile });
    const answer = await browser.open(word, date);
    expect(answer.statusCode).toBe(opens ? 303 : 422);
    expect((await browser.see()).includes('Zyxbody')).toBe(opens);
    expect((await readsOf(contactId)).length).toBe(opens ? 1 : 0);
  });

  it.each([
    ['a code and the birth date', 0, BORN, true],
    ['a code, and another birth date', 0, '1961-04-14', false],
    ['a code that is ten minutes old', 10 * 60_000 + 1000, BORN, false],
  ])('%s', async (_rule, later, date, opens) => {
    const { browser, contactId } = await waiting();
    const code = await browser.code(contactId);
    expect(code).toMatch(/^\d{8}$/);
    world.clock.ahead = later;
    const answer = await browser.open(`${code.slice(0, 4)} ${code.slice(4)}`, date);
    expect(answer.statusCode).toBe(opens ? 303 : 422);
  });

  it('a code once, by one browser', async () => {
    const { browser, contactId, token } = await waiting();
    const code = await browser.code(contactId);
    const answers = await Promise.all([browser, browse(token)].map((one) => one.open(code)));
    expect(answers.map((answer) => answer.statusCode).toSorted((a, b) => a - b)).toEqual([
      303, 422,
    ]);
    expect((await browse(token).open(code)).statusCode).toBe(422);
  });

  it('only the newest code, which lies hashed', async () => {
    const { browser, contactId, id } = await waiting();
    const first = await browser.code(contactId);
    world.clock.ahead = 3 * 60_000;
    const second = await browser.code(contactId);
    expect((await rowOf(id)).code_hash?.toString('latin1')).toHaveLength(32);
    expect((await rowOf(id)).code_hash).not.toEqual(createHash('sha256').update(second).digest());
    if (first !== second) expect((await browser.open(first)).statusCode).toBe(422);
    expect((await browser.open(second)).statusCode).toBe(303);
  });
});

describe('a code', () => {
  it('leaves no more often than every two minutes, and five times a day', async () => {
    const { browser, contactId, token } = await waiting();
    await browser.code(contactId);
    await browser.post('code');
    await settled();
    expect(codesTo(contactId)).toHaveLength(1);
    for (let count = 2; count <= 5; count++) {
      world.clock.ahead += 3 * 60_000;
      await browser.code(contactId);
    }
    world.clock.ahead += 3 * 60_000;
    await browse(token).post('code');
    await settled();
    expect(codesTo(contactId)).toHaveLength(5);
    world.clock.ahead += DAY;
    await browse(token).code(contactId);
    expect(codesTo(contactId)).toHaveLength(6);
  });

  it.each([
    ['no birth date', { birthDate: null }],
    ['no address', { email: null }],
  ])('leaves not where %s is on file, and the page says the same', async (_what, onFile) => {
    const known = await waiting();
    const other = await waiting(onFile);
    const pages = [];
    for (const { browser } of [known, other]) {
      const answer = await browser.post('code');
      expect(answer.headers.location).toMatch(/^\.\/[\w-]{86}\?said=code$/);
      pages.push(steady((await browser.ask('GET', undefined, '?said=code')).body));
    }
    await settled();
    expect(pages[0]).toBe(pages[1]);
    expect(pages[0]).toContain('If there is a message for you');
    expect(codesTo(other.contactId)).toEqual([]);
    expect(codesTo(known.contactId)).toHaveLength(1);
  });

  it('is mailed without a word about the person', async () => {
    const { browser, contactId } = await waiting();
    await browser.code(contactId);
    const mail = JSON.stringify(world.notices.at(-1));
    for (const secret of [...OF_THE_PERSON, 'Riverside']) expect(mail).not.toContain(secret);
  });
});

describe('five wrong tries', () => {
  const wrong = async (browser: ReturnType<typeof browse>, times: number) => {
    for (let count = 0; count < times; count++) {
      expect((await browser.open('not the agreed word')).statusCode).toBe(422);
    }
  };

  it('lock it, for the right word too; four do not', async () => {
    const four = await waiting({ secret: SECRET });
    await wrong(four.browser, 4);
    expect((await four.browser.open(SECRET)).statusCode).toBe(303);
    const five = await waiting({ secret: SECRET });
    await wrong(five.browser, 5);
    expect((await five.browser.open(SECRET)).statusCode).toBe(422);
    expect((await rowOf(five.id)).locked_at).not.toBe(null);
    const { rows } = await world.test.pool.query(
      `select 1 from audit_entries where action = 'portal.locked' and subject ->> 'messageId' = $1`,
      [five.id],
    );
    expect(rows).toHaveLength(1);
  });

  it('are counted as five, however many come at once', async () => {
    const { token, id } = await waiting({ secret: SECRET });
    const many = Array.from({ length: 7 }, () => browse(token).open('not the agreed word'));
    await Promise.all(many);
    expect((await rowOf(id)).tries).toBe(5);
  });

  it('are not counted when something is missing', async () => {
    const { browser, id } = await waiting({ secret: SECRET });
    for (const date of ['', '1961-02-30', '2999-01-01', 'x-y-z']) await browser.open(SECRET, date);
    const answer = await browser.open('');
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('aria-invalid="true"');
    expect(answer.body).toContain('<a href="#word">');
    expect((await rowOf(id)).tries).toBe(0);
  });

  it('leave a way back after a day: a code, and the word no more', async () => {
    const { browser, contactId, token } = await waiting({ secret: SECRET });
    await wrong(browser, 5);
    world.clock.ahead = 23 * HOUR;
    await browse(token).post('code');
    await settled();
    expect(codesTo(contactId)).toEqual([]);
    world.clock.ahead = 25 * HOUR;
    const later = browse(token);
    const code = await later.code(contactId);
    expect((await later.open(SECRET)).statusCode).toBe(422);
    expect((await later.open(code)).statusCode).toBe(303);
  });
});

describe('to a stranger', () => {
  /** One link of each sort, none of which can be opened. */
  const links = async () => {
    const expired = await waiting({ secret: SECRET });
    await world.database
      .updateTable('portal_messages')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('id', '=', expired.id)
      .execute();
    const withdrawn = await waiting({ secret: SECRET });
    await world.database
      .updateTable('portal_messages')
      .set({ withdrawn_at: new Date(), sealed: null })
      .where('id', '=', withdrawn.id)
      .execute();
    const locked = await waiting({ secret: SECRET });
    await world.database
      .updateTable('portal_messages')
      .set({ locked_at: new Date(), tries: 5 })
      .where('id', '=', locked.id)
      .execute();
    return { expired: expired.token, withdrawn: withdrawn.token, locked: locked.token };
  };

  /** Number 2, with a name and an address of its own. */
  const otherOrganization = () =>
    inTransaction(world.database, (tx) =>
      createOrganization(tx, world.delivery.keyring.within(tx), {
        name: 'Hillside Dental',
        postalAddress: '2 Hill Road, Shelbyville, IL 62565',
        fromName: 'Hillside Dental',
        fromAddress: 'care@hillside.example.net',
        sender: {
          kind: 'provider',
          part2Program: false,
          noticeCoversUse: true,
          noticeCoversFundraising: true,
        },
        demonstration: false,
      }),
    );

  it('all links that were made look alike, before and after a try', async () => {
    const { browser } = await waiting({ secret: SECRET });
    const before = steady(await browser.see());
    const after = steady((await browser.open('not the agreed word')).body);
    const expected = { before, after, statuses: [200, 422, 422] };
    const found = Object.entries(await links()).map(async ([sort, token]) => {
      const other = browse(token);
      const page = await other.ask('GET');
      const wrong = await other.open('not the agreed word');
      const right = await other.open(SECRET);
      const statuses = [page, wrong, right].map((answer) => answer.statusCode);
      return [sort, { before: steady(page.body), after: steady(wrong.body), statuses }];
    });
    expect(Object.fromEntries(await Promise.all(found))).toEqual({
      expired: expected,
      withdrawn: expected,
      locked: expected,
    });
  });

  it('a link that nobody made says the same whatever organization it names, and of none of them', async () => {
    await otherOrganization();
    const { token, contactId } = await waiting({ secret: SECRET });
    const altered = `${token.slice(0, 20)}${token[20] === 'A' ? 'B' : 'A'}${token.slice(21)}`;
    const numbered = (number: number, bytes: Buffer) => {
      const prefix = Buffer.alloc(4);
      prefix.writeUInt32BE(number);
      return Buffer.concat([prefix, bytes.subarray(4)]).toString('base64url');
    };
    const numbers = [0, 1, 2, 3, 999, 0x7fffffff, 0xffffffff];
    const forged = [
      'x',
      altered,
      // ours, of a message, and none of pick-up
      linkToken(world.keys, 1, { campaignId: v7(), contactId }),
      ...numbers.map((number) => numbered(number, randomBytes(64))),
      ...numbers
        .filter((number) => number !== 1)
        .map((number) => numbered(number, Buffer.from(token, 'base64url'))),
    ];
    const answersTo = async (one: string) => {
      const other = browse(one);
      const page = await other.ask('GET');
      const tried = await other.open(SECRET);
      const code = await other.post('code');
      return [page, tried, code].map(({ statusCode, body }) => [statusCode, steady(body)]);
    };
    const expected = await answersTo('x');
    for (const one of forged) expect(await answersTo(one)).toEqual(expected);
    expect(expected.map(([status]) => status)).toEqual([200, 422, 303]);
    const text = JSON.stringify(expected);
    for (const said of ['Secure message service', 'Springfield', 'Hillside', 'Shelbyville']) {
      expect(text).not.toContain(said);
    }
    const links = numbers.map((number) => numbered(number, randomBytes(64)));
    for (const path of ['u/:', 'c/:/0', 'o/:']) {
      const answers = await Promise.all(
        ['x', altered, ...links].map((one) =>
          world.app.inject({ method: 'GET', url: `/${path.replace(':', one)}` }),
        ),
      );
      expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    }
  });

  it.each(['x', '__proto__', '%', '//evil.example', 'javascript:alert(1)'])(
    'an address that is none of ours shows the form too: %j',
    async (token) => {
      const browser = browse(token);
      const page = await browser.ask('GET');
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain('Your birth date');
      expect(page.body).not.toContain('Springfield');
      expect((await browser.open(SECRET)).body).toContain('This did not open a message');
      const { location } = (await browser.post('code')).headers;
      const there = new URL(String(location), 'https://mail.example.org/m/x');
      expect(there.origin).toBe('https://mail.example.org');
      expect(there.pathname).toMatch(/^\/m\//);
    },
  );

  it('no page says anything of the person or the clinic, and it says where to turn', async () => {
    const { browser } = await waiting({ secret: SECRET });
    const pages = [await browser.see(), (await browser.open('wrong', '1999-09-09')).body];
    for (const page of pages) {
      for (const secret of [...OF_THE_PERSON, 'Riverside Family'])
        expect(page).not.toContain(secret);
      expect(page).toContain('Secure message service');
      expect(page).toContain('1 River Road, Springfield, IL 62701');
    }
  });
});

describe('the pages', () => {
  it('run nothing, load nothing, stay in no cache and tell no other site of themselves', async () => {
    const { browser } = await waiting({ secret: SECRET });
    const answers = [
      await browser.ask('GET'),
      await browser.open(SECRET),
      await browser.ask('GET'),
    ];
    for (const { headers } of answers) {
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src|https?:/);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('set cookies that scripts, other sites and other pages do not get', async () => {
    const { browser } = await waiting({ secret: SECRET });
    const { cookies } = await browser.open(SECRET);
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/m/' });
    }
    expect(cookies.find(({ name }) => name === 'postern_pickup')?.maxAge).toBe(900);
  });

  it('take no form that another site posts', async () => {
    const { token, id } = await waiting({ secret: SECRET });
    const fields = { act: 'open', month: '3', day: '14', year: '1961', word: SECRET };
    const foreign = browse(token);
    expect((await foreign.ask('POST', fields)).statusCode).toBe(403);
    await foreign.ask('GET');
    const elsewhere = tokenIn(await browse(token).see());
    expect((await foreign.ask('POST', { ...fields, form: elsewhere })).statusCode).toBe(403);
    expect((await rowOf(id)).tries).toBe(0);
  });

  it('brake who hammers at one link, whatever is behind it', async () => {
    const { token } = await waiting();
    for (const one of [token, 'nothing']) {
      const browser = browse(one);
      const form = await browser.see().then(tokenIn);
      const post = () => browser.ask('POST', { form, act: 'open' });
      for (let count = 0; count < 20; count++) expect((await post()).statusCode).toBe(422);
      const braked = await post();
      expect(braked.statusCode).toBe(429);
      expect(Number(braked.headers['retry-after'])).toBeGreaterThan(0);
      expect(braked.headers['content-type']).toContain('text/html');
    }
  });

  it('have a language, one heading, and a label for each field', async () => {
    const { browser } = await waiting({ secret: SECRET });
    const form = await browser.see();
    await browser.open(SECRET);
    for (const page of [form, await browser.see()]) {
      expect(page).toContain('<html lang="en">');
      expect(page).toMatch(/<title>[^<]+<\/title>/);
      expect(page.match(/<h1>/g)).toHaveLength(1);
      const fields = [...page.matchAll(/<(?:input(?! type="hidden")|textarea) id="(\w+)"/g)];
      expect(fields.length).toBeGreaterThan(0);
      for (const [, id] of fields) expect(page).toContain(`<label for="${id}">`);
    }
  });
});

describe('an opened message', () => {
  const opened = async () => {
    const made = await waiting({ secret: SECRET });
    await made.browser.open(SECRET);
    return made;
  };

  it('is shown in a cage: no script, nothing from elsewhere, links still ours', async () => {
    const { browser } = await opened();
    const page = await browser.see();
    const [, attributes = '', source = ''] = /<iframe([^>]*?) srcdoc="([^"]*)"/.exec(page) ?? [];
    expect(attributes).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"');
    expect(attributes).toContain('title="The message"');
    expect(source).toContain('&lt;base target=&quot;_blank&quot;&gt;');
    expect(source).toContain('href=&quot;https://mail.example.org/c/abc/0&quot;');
    expect(page).not.toContain('<script');
    expect(page).toContain('Zyxplain text');
    expect(page).toMatch(/<title>Your message<\/title>/);
  });

  it('is recorded as read once, and counted for each time that somebody identified', async () => {
    const { browser, contactId, id, token } = await opened();
    await browser.ask('HEAD');
    expect((await rowOf(id)).reads).toBe(0);
    await browser.see();
    await browser.see();
    const first = await rowOf(id);
    expect(first).toMatchObject({ reads: 1 });
    expect(await readsOf(contactId)).toEqual([{ kind: 'read', machine: false }]);
    world.clock.ahead = HOUR;
    const again = browse(token);
    await again.open(SECRET);
    await again.see();
    expect(await rowOf(id)).toMatchObject({ reads: 2, read_at: first.read_at });
    expect(await readsOf(contactId)).toHaveLength(1);
  });

  it('closes by itself after 15 minutes, and when it is closed', async () => {
    const { browser, token } = await opened();
    expect(await browser.see()).toContain('Zyxbody');
    world.clock.ahead = 16 * 60_000;
    expect(await browser.see()).not.toContain('Zyx');
    world.clock.ahead = 0;
    const other = browse(token);
    await other.open(SECRET);
    const closed = await other.post('close');
    expect(closed.headers.location).toMatch(/\?said=closed$/);
    const page = (await other.ask('GET', undefined, '?said=closed')).body;
    expect(page).toContain('The message is closed.');
    expect(page).not.toContain('Zyx');
  });

  it('opens no other message by its cookie', async () => {
    const { browser } = await opened();
    const second = await waiting();
    for (const [name, value] of browser.jar) second.browser.jar.set(name, value);
    expect(await second.browser.see()).not.toContain('Zyx');
  });

  it('is gone when its time is over: the content is deleted, the evidence stays', async () => {
    const { browser, id } = await opened();
    await browser.see();
    await expireMessages(world.database, now());
    expect((await rowOf(id)).sealed).not.toBe(null);
    world.clock.ahead = 31 * DAY;
    expect(await expireMessages(world.database, now())).toBeGreaterThan(0);
    expect(await rowOf(id)).toMatchObject({ sealed: null, reads: 1 });
    expect((await rowOf(id)).read_at).not.toBe(null);
    expect((await browser.open(SECRET)).statusCode).toBe(422);
  });
});

describe('a reply', () => {
  it('is kept sealed, goes nowhere by mail, and the page says that it was sent', async () => {
    const { browser, contactId } = await waiting({ secret: SECRET });
    await browser.open(SECRET);
    const mails = world.notices.length;
    const answer = await browser.post('reply', { text: 'Zyxreply: Thursday\r\nis <b>better</b>' });
    expect(answer.headers.location).toMatch(/\?said=sent$/);
    const page = (await browser.ask('GET', undefined, '?said=sent')).body;
    expect(page).toContain('Your reply was sent.');
    expect(page).toContain('You have sent one reply');
    const rows = await world.database
      .selectFrom('portal_replies')
      .selectAll()
      .where('contact_id', '=', contactId)
      .execute();
    expect(rows).toHaveLength(1);
    expect(rows[0]?.sealed.toString('latin1')).not.toContain('Zyxreply');
    expect(world.notices).toHaveLength(mails);
  });

  it.each([
    ['empty', '  ', 'Write something first'],
    ['too long', 'x'.repeat(10_001), '10,001'],
  ])('that is %s is not kept, and what was typed is still there', async (_what, text, says) => {
    const { browser, contactId } = await waiting({ secret: SECRET });
    await browser.open(SECRET);
    const answer = await browser.post('reply', { text });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(says);
    expect(answer.body).toContain(`${text.trim()}</textarea>`);
    const rows = await world.database
      .selectFrom('portal_replies')
      .select('id')
      .where('contact_id', '=', contactId)
      .execute();
    expect(rows).toEqual([]);
  });

  it('that took longer than the page stays open is not lost, and nothing else is shown', async () => {
    const { browser } = await waiting({ secret: SECRET });
    await browser.open(SECRET);
    const form = tokenIn(await browser.see());
    world.clock.ahead = 20 * 60_000;
    const closed = await browser.ask('POST', { form, act: 'reply', text: 'Two\n"lines"' });
    expect(closed.statusCode).toBe(403);
    expect(closed.body).toContain(
      '<input type="hidden" name="text" value="Two\n&quot;lines&quot;">',
    );
    expect(closed.body).not.toContain('Zyx');
    const fields = { month: '3', day: '14', year: '1961', word: SECRET, text: 'Two\n"lines"' };
    const again = await browser.ask('POST', { form, act: 'open', ...fields });
    expect(again.body).toContain('Two\n&quot;lines&quot;</textarea>');
    expect(again.body).toContain('This is not sent yet');
    expect(again.body).toContain('Zyxbody');
  });

  it('is taken from nobody who has not identified', async () => {
    const { browser, contactId } = await waiting({ secret: SECRET });
    expect((await browser.post('reply', { text: 'hello' })).statusCode).toBe(403);
    const { rows } = await world.test.pool.query(
      'select 1 from portal_replies where contact_id = $1',
      [contactId],
    );
    expect(rows).toEqual([]);
  });
});

describe('afterwards', () => {
  it('no log line has a token or a word of anybody, and the ledger is intact', async () => {
    const lines = world.logged.join('\n');
    expect(lines).toContain('/m/:token');
    expect(lines).not.toMatch(/Zyx|heron|[\w-]{86}/);
    expect((await verifyAudit(world.database, world.keys)).intact).toBe(true);
  });
});
