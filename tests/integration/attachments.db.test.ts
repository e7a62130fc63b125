import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatchOnce } from '../../packages/server/src/delivery/index.ts';
import { type ApiWorld, apiWorld, type Client, fileUpload } from '../support/api.ts';

const MB = 1_048_576;
const PLANTED = 'Zyxplanted words of a leaflet';

const SOURCE = {
  subject: 'For {{ given_name }}',
  preheader: '',
  mjml: '<mjml><mj-body><mj-section><mj-column><mj-text>See the leaflet.</mj-text></mj-column></mj-section></mj-body></mjml>',
  text: '',
};

let world: ApiWorld;
let marketer: Client;
let named = 0;

beforeAll(async () => {
  world = await apiWorld();
  marketer = await world.as('marketer');
});
afterAll(() => world.close());

const pdf = (bytes: number) => {
  const head = Buffer.from(`%PDF-1.7\n% ${PLANTED}\n`);
  return Buffer.concat([head, randomBytes(Math.max(0, bytes - head.length))]);
};
const png = (bytes: number) =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(bytes - 8)]);
const sum = (content: Buffer | Uint8Array) => createHash('sha256').update(content).digest('hex');

async function newTemplate(over: Record<string, unknown> = {}) {
  const name = `Leaflet ${++named}`;
  const { status, json } = await marketer.request('POST', 'templates', {
    ...SOURCE,
    name,
    ...over,
  });
  expect(status).toBe(201);
  return json as { id: string; version: number; attachments: { id: string }[] };
}

async function attach(
  { id, version }: { id: string; version: number },
  name: string,
  content: Buffer | string,
  as: Client = marketer,
) {
  const { body, headers } = fileUpload(name, content);
  const match = { 'if-match': `"${version}"` };
  return as.request('POST', `templates/${id}/attachments`, body, { ...headers, ...match });
}

/** A campaign to the one contact that there is. */
async function launch(templateId: string): Promise<string> {
  const tree = { op: 'equals', attribute: 'city', value: 'Portland' };
  const segment = await marketer.request('POST', 'segments', { name: 'One', tree });
  const about = { about: 'care_coord', drug: null, encourages: true, payment: 'none', payer: null };
  const campaign = await marketer.request('POST', 'campaigns', {
    name: 'Leaflet',
    goal: null,
    segmentId: segment.json.id,
    templateId,
    stream: 'marketing',
    interview: about,
  });
  const launched = await marketer.request('POST', `campaigns/${campaign.json.id}/launch`);
  expect(launched.json.states).toMatchObject({ audience: 1, waiting: 1 });
  return campaign.json.id;
}

/** The body of a download, byte for byte. */
async function download(url: string) {
  const { app } = world;
  const { token } = await world.as('marketer');
  const cookie = `postern_session=${token}`;
  return app.inject({ method: 'GET', url: `/api/v1/${url}`, headers: { cookie } });
}

describe('a file attached to a template', () => {
  it('makes a new version, which has it, and comes back as it was', async () => {
    const template = await newTemplate();
    const content = pdf(20_000);
    const added = await attach(template, 'Für Zoë.pdf', content);
    expect(added.status).toBe(201);
    expect(added.headers['etag']).toBe('"2"');
    expect(added.json).toMatchObject({
      version: 2,
      attachments: [
        { filename: 'Für Zoë.pdf', contentType: 'application/pdf', size: content.length },
      ],
    });
    const saved = await marketer.request('GET', `templates/${template.id}`);
    expect(saved.json.attachments).toEqual(added.json.attachments);

    const file = await download(
      `templates/${template.id}/attachments/${added.json.attachments[0].id}`,
    );
    expect(sum(file.rawPayload)).toBe(sum(content));
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="F_r Zo_.pdf"; filename*=UTF-8''F%C3%BCr%20Zo%C3%AB.pdf`,
      'x-content-type-options': 'nosniff',
    });
  });

  it('stays when the text is saved again, and goes when it is taken off, each as a version', async () => {
    const template = await newTemplate();
    const added = await attach(template, 'plan.csv', 'day,hour\n1,9\n');
    const [file] = added.json.attachments;
    const text = { ...SOURCE, name: 'Renamed', subject: 'New' };
    const saved = await marketer.request('PUT', `templates/${template.id}`, text, {
      'if-match': '"2"',
    });
    expect(saved.json).toMatchObject({ version: 3, attachments: [file] });

    const url = `templates/${template.id}/attachments/${file.id}`;
    const late = await marketer.request('DELETE', url, undefined, { 'if-match': '"2"' });
    expect(late.status).toBe(412);
    expect(late.json.current.attachments).toEqual([file]);
    const removed = await marketer.request('DELETE', url, undefined, { 'if-match': '"3"' });
    expect(removed.json).toMatchObject({ version: 4, attachments: [], subject: 'New' });
    const again = await marketer.request('DELETE', url, undefined, { 'if-match': '"4"' });
    expect(again.status).toBe(404);
  });

  it('is on a copy too, and is kept once', async () => {
    const added = await attach(await newTemplate(), 'plan.txt', 'Once');
    const ids = added.json.attachments.map((one: { id: string }) => one.id);
    const copy = await newTemplate({ attachments: ids });
    expect(copy.attachments).toEqual(added.json.attachments);
    const third = await attach(await newTemplate(), 'plan.txt', 'Once');
    expect(third.json.attachments[0].id).toBe(ids[0]);
    const unknown = { ...SOURCE, name: 'x', attachments: ['00000000-0000-7000-8000-000000000000'] };
    expect((await marketer.request('POST', 'templates', unknown)).status).toBe(404);
  });

  it('is not attached twice, nor to a version that is no longer the newest', async () => {
    const template = await newTemplate();
    const added = await attach(template, 'a.txt', 'a');
    expect((await attach(template, 'b.txt', 'b')).status).toBe(412);
    const twice = await attach(added.json, 'a.txt', 'a');
    expect(twice.json.detail).toBe('“a.txt” is attached already.');
    const { body, headers } = fileUpload('c.txt', 'c');
    const blind = await marketer.request(
      'POST',
      `templates/${template.id}/attachments`,
      body,
      headers,
    );
    expect(blind.status).toBe(428);
  });

  it('is written to the audit', async () => {
    const owner = await world.as('owner');
    const added = await attach(await newTemplate(), 'audited.txt', 'x');
    const { id, attachments } = added.json;
    await marketer.request(
      'DELETE',
      `templates/${id}/attachments/${attachments[0].id}`,
      undefined,
      {
        'if-match': '"2"',
      },
    );
    const { json } = await owner.request('GET', 'audit?limit=2');
    expect(json.data.map((entry: { action: string }) => entry.action)).toEqual([
      'template.attachment_removed',
      'template.attachment_added',
    ]);
  });

  it('takes the right to write templates to change, and a session to read', async () => {
    const template = await newTemplate();
    const analyst = await world.as('analyst');
    expect((await attach(template, 'a.txt', 'a', analyst)).status).toBe(403);
    const added = await attach(template, 'a.txt', 'a');
    const url = `templates/${template.id}/attachments/${added.json.attachments[0].id}`;
    expect((await analyst.request('GET', url)).text).toBe('a');
    expect((await world.anybody().request('GET', url)).status).toBe(401);
    const other = `templates/${(await newTemplate()).id}/attachments/${added.json.attachments[0].id}`;
    expect((await analyst.request('GET', other)).status).toBe(404);
  });
});

describe('what may be attached', () => {
  const exe = Buffer.concat([Buffer.from('MZ'), randomBytes(200)]);
  const zip = zipOf(['[Content_Types].xml', 'word/document.xml']);

  it.each([
    [
      'visit.ics',
      'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n',
      'text/calendar; charset=utf-8',
    ],
    ['note.TXT', 'Grüße', 'text/plain; charset=utf-8'],
    ['table.csv', 'a,b\n1,2\n', 'text/csv; charset=utf-8'],
    ['photo.jpeg', Buffer.from('ffd8ffe000', 'hex'), 'image/jpeg'],
    ['dot.gif', Buffer.from('GIF89a..'), 'image/gif'],
    ['form.docx', zip, 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    [
      'list.xlsx',
      zipOf(['[Content_Types].xml', 'xl/workbook.xml']),
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ],
  ])('%s is taken', async (name, content, contentType) => {
    const added = await attach(await newTemplate(), name, content);
    expect(added.json).toMatchObject({ attachments: [{ filename: name, contentType }] });
  });

  it.each([
    ['a program', 'setup.exe', exe, /“setup.exe” cannot be attached: expected a PDF/],
    ['a page', 'page.html', '<!doctype html>', /Programs and web pages are not taken/],
    ['a script', 'run.js', 'alert(1)', /expected a PDF/],
    ['a program named otherwise', 'setup.pdf', exe, /is not what its name says: expected a PDF/],
    ['a page named otherwise', 'page.txt', ' <HTML><script>', /expected plain text in UTF-8/],
    ['bytes as text', 'x.csv', Buffer.from([0xff, 0xfe, 0x41, 0]), /expected a table as CSV/],
    ['an archive as a document', 'x.docx', zipOf(['a.exe']), /expected a Word document/],
    [
      'a workbook as a document',
      'x.docx',
      zipOf(['[Content_Types].xml', 'xl/workbook.xml']),
      /Word/,
    ],
    [
      'a document with macros',
      'x.docx',
      zipOf(['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin']),
      /without macros/,
    ],
    ['an archive behind a program', 'x.docx', Buffer.concat([exe, zip]), /expected a Word/],
    ['a calendar that is none', 'x.ics', 'Tuesday', /BEGIN:VCALENDAR/],
    ['nothing', 'x.pdf', '', /“x.pdf” is empty: expected a PDF/],
    ['a name that turns around', 'x\u202Efdp.txt', 'x', /character that cannot be shown/],
    [
      'a name without end',
      `${'x'.repeat(130)}.txt`,
      'x',
      /134 characters long: expected at most 120/,
    ],
  ])('%s is refused, and said why', async (_, name, content, sentence) => {
    const template = await newTemplate();
    const answer = await attach(template, name, content);
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toMatch(sentence);
    expect((await marketer.request('GET', `templates/${template.id}`)).json.version).toBe(1);
  });
});

describe('how much may be attached', () => {
  it('five files', async () => {
    let template = (await newTemplate()) as { id: string; version: number };
    for (let number = 0; number < 5; number++) {
      template = (await attach(template, `${number}.txt`, 'x')).json;
    }
    const sixth = await attach(template, '5.txt', 'x');
    expect(sixth.json.detail).toBe('There are 5 files attached already: expected at most 5.');
  });

  it('4 MB a file, and 7 MB together', async () => {
    const template = await newTemplate();
    const large = await attach(template, 'large.pdf', pdf(4 * MB + 1));
    expect(large.status).toBe(413);
    expect(large.json.detail).toMatch(/^The file is about 4\.1 MB large: expected at most 4 MB/);
    const first = await attach(template, 'first.pdf', pdf(4 * MB));
    expect(first.status).toBe(201);
    const over = await attach(first.json, 'second.pdf', pdf(3 * MB + 1));
    expect(over.json.detail).toMatch(
      /^With “second.pdf” the attachments would be 7\.1 MB large together: expected at most 7 MB/,
    );
    expect((await attach(first.json, 'second.pdf', pdf(3 * MB))).status).toBe(201);
  });

  it('10 MB with the message, encoded', async () => {
    const wide = `${'☂'.repeat(60)} `.repeat(1350);
    const column = `<mj-text>${wide}</mj-text>`;
    const mjml = SOURCE.mjml.replace('<mj-text>See the leaflet.</mj-text>', column);
    const template = await newTemplate({ mjml });
    const first = await attach(template, 'first.pdf', pdf(4 * MB));
    const over = await attach(first.json, 'second.pdf', pdf(3 * MB));
    expect(over.status).toBe(422);
    expect(over.json.detail).toMatch(
      /^The message would be 1[01](\.\d)? MB large, 9\.6 MB of it attachments; at most 10 MB can be sent/,
    );
    // from the other side: what is attached already leaves no room for so much text
    const small = await newTemplate();
    const one = await attach(small, 'first.pdf', pdf(4 * MB));
    const two = await attach(one.json, 'second.pdf', pdf(3 * MB));
    const saved = await marketer.request(
      'PUT',
      `templates/${small.id}`,
      { ...SOURCE, mjml, name: 'Wide' },
      { 'if-match': `"${two.json.version}"` },
    );
    expect(saved.status).toBe(422);
    expect(saved.json.detail).toMatch(/at most 10 MB can be sent/);
  });

  it('a source over 10 MB is refused at every door, in a sentence', async () => {
    const template = await newTemplate();
    const body = { ...SOURCE, name: 'Huge', mjml: 'x'.repeat(10 * MB + 1) };
    const { name: _, ...source } = body;
    const contactId = template.id;
    const answers = [
      await marketer.request('POST', 'templates', body),
      await marketer.request('PUT', `templates/${template.id}`, body, { 'if-match': '"1"' }),
      await marketer.request('POST', 'templates/check', source),
      await marketer.request('POST', 'templates/preview', { ...source, contactId }),
    ];
    for (const { status, json, headers } of answers) {
      expect(status).toBe(413);
      expect(headers['content-type']).toContain('application/problem+json');
      expect(json.detail).toBe(
        'The request is 10.1 MB large: at most 4 MB are taken here. Nothing was kept.',
      );
    }
  });
});

describe('a campaign whose template has attachments', () => {
  it('delivers a PDF of 4 MB and a picture unchanged, signed, and shows them', async () => {
    const heading = 'First name,Email,MRN,City';
    const { body, headers } = fileUpload(
      'one.csv',
      `${heading}\nZoë,zoe@example.org,A1,Portland\n`,
    );
    const upload = await marketer.request('POST', 'imports', body, headers);
    const columns = upload.json.columns as { index: number; suggested: string }[];
    const mapping = columns.map(({ index, suggested }) => ({
      column: index,
      attribute: suggested,
    }));
    const importUrl = `imports/${upload.json.import.id}`;
    await marketer.request('POST', `${importUrl}/start`, { mapping, source: 'own_records' });
    await expect
      .poll(async () => (await marketer.request('GET', importUrl)).json.state)
      .toBe('done');

    const leaflet = pdf(4 * MB);
    const picture = png(300_000);
    const one = await attach(await newTemplate(), 'Leaflet.pdf', leaflet);
    const two = await attach(one.json, 'Where we are.png', picture);
    expect(two.status).toBe(201);
    const { id: templateId, attachments } = two.json;

    const person = await marketer.request('POST', 'contacts/search', { text: 'zoe@example.org' });
    const contactId = person.json.data[0].id;
    const preview = await marketer.request('POST', 'templates/preview', {
      ...SOURCE,
      contactId,
      templateId,
    });
    expect(preview.json.rendered).toMatchObject({ subject: 'For Zoë', attachments });

    const campaignId = await launch(templateId);
    // frozen at the launch: what is taken off now was attached then
    const off = `templates/${templateId}/attachments/${attachments[0].id}`;
    await marketer.request('DELETE', off, undefined, { 'if-match': '"3"' });
    await dispatchOnce(world.delivery);

    const mail = await marketer.request('GET', `sandbox/messages?campaignId=${campaignId}`);
    expect(mail.json.data).toHaveLength(1);
    expect(mail.json.data[0]).toMatchObject({
      subject: 'For Zoë',
      to: 'Zoë <zoe@example.org>',
      dkim: 'pass',
    });
    const messageId = mail.json.data[0].id;
    const message = await marketer.request('GET', `sandbox/messages/${messageId}`);
    expect(message.json.attachments).toEqual([
      { filename: 'Leaflet.pdf', contentType: 'application/pdf', size: leaflet.length },
      { filename: 'Where we are.png', contentType: 'image/png', size: picture.length },
    ]);
    expect(message.json.source).toMatch(/more bytes: download the source to see them\]$/);
    for (const [place, content] of [leaflet, picture].entries()) {
      const file = await download(`sandbox/messages/${messageId}/attachments/${place}`);
      expect(sum(file.rawPayload)).toBe(sum(content));
    }
    const beyond = await marketer.request('GET', `sandbox/messages/${messageId}/attachments/2`);
    expect(beyond.status).toBe(404);
    const source = await download(`sandbox/messages/${messageId}/source`);
    expect(source.rawPayload).toHaveLength(mail.json.data[0].size);
  });

  it('sends nothing rather than the message without a file, or with another', async () => {
    const template = await attach(await newTemplate(), 'altered.txt', 'As it was');
    const [file] = template.json.attachments;
    await launch(template.json.id);
    const sealed = sql<Buffer>`set_byte(content_sealed, 20, get_byte(content_sealed, 20) # 1)`;
    const alter = () =>
      world.database
        .updateTable('template_attachments')
        .set({ content_sealed: sealed })
        .where('id', '=', file.id)
        .execute();
    await alter();
    const before = await marketer.request('GET', 'sandbox/messages');
    await expect(dispatchOnce(world.delivery)).rejects.toMatchObject({ code: 'SEAL_BROKEN' });
    const after = await marketer.request('GET', 'sandbox/messages');
    expect(after.json.data).toHaveLength(before.json.data.length);
    await alter();
    await dispatchOnce(world.delivery);
    const { json } = await marketer.request('GET', 'sandbox/messages');
    expect(json.data).toHaveLength(before.json.data.length + 1);
  });

  it('nothing of a file is in any table in clear, or in the log', async () => {
    const { rows: tables } = await world.test.pool.query(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const hex = Buffer.from(PLANTED).toString('hex');
    const base64 = Buffer.from(PLANTED).toString('base64').slice(4, -4);
    let seen = 0;
    for (const { name } of tables) {
      const { rows } = await world.test.pool.query(
        `select count(*)::int as rows, count(*) filter (where
            strpos(one::text, $1) > 0 or strpos(one::text, $2) > 0 or strpos(one::text, $3) > 0)::int as clear
          from ${name} as one`,
        [PLANTED, hex, base64],
      );
      expect({ name, clear: rows[0].clear }).toEqual({ name, clear: 0 });
      if (name.endsWith('template_attachments')) seen = rows[0].rows;
    }
    expect(seen).toBeGreaterThan(1);
    expect(world.logged.join('\n')).not.toContain(PLANTED);
  });
});

/** An archive of empty files (APPNOTE.TXT): what a reader of names needs of it. */
function zipOf(names: readonly string[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const name of names) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name));
    entries.push(entry, Buffer.from(name));
    at += 30 + name.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}
