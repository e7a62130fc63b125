import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiWorld, apiWorld, type Client, fileUpload } from '../support/api.ts';

let world: ApiWorld;
let marketer: Client;
/** Who may take people's records out. */
let officer: Client;

beforeAll(async () => {
  world = await apiWorld();
  marketer = await world.as('marketer');
  officer = await world.as('privacy_officer');
  const people = fileUpload('people.csv', 'MRN,Email,Last name\nRFH-1,maria@example.org,Ruiz\n');
  const uploaded = await marketer.request('POST', 'imports', people.body, people.headers);
  const mapping = uploaded.json.columns.map((column: { index: number; suggested: string }) => ({
    column: column.index,
    attribute: column.suggested,
  }));
  const { id } = uploaded.json.import;
  await marketer.request('POST', `imports/${id}/start`, { mapping, source: 'own_records' });
  await until(async () => (await marketer.request('GET', `imports/${id}`)).json.state === 'done');
});
afterAll(() => world.close());

async function until(done: () => Promise<boolean>) {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 50));
}

async function upload(what: 'consents' | 'suppressions', content: string) {
  const { body, headers } = fileUpload('list.csv', content);
  return marketer.request('POST', `consent-imports/${what}`, body, headers);
}
const leaves = (id: string, state: string) =>
  until(async () => (await marketer.request('GET', `consent-imports/${id}`)).json.state !== state);
const audited = async () => {
  const { json } = await (await world.as('owner')).request('GET', 'audit?limit=200');
  return json.data.map((entry: { action: string; subject: unknown }) => [
    entry.action,
    JSON.stringify(entry.subject),
  ]) as [string, string][];
};

const CONSENTS = `record_number,event,scope,signed_on
RFH-1,opted_out,marketing,
RFH-404,opted_out,marketing,
RFH-1,opted_out,everything,
`;

describe('a file of consents', () => {
  it('is checked, reported row by row, and written when somebody says so', async () => {
    const uploaded = await upload('consents', CONSENTS);
    expect(uploaded).toMatchObject({
      status: 201,
      json: { kind: 'consents', fileName: 'list.csv' },
    });
    const { id } = uploaded.json;
    await leaves(id, 'checking');
    const checked = await marketer.request('GET', `consent-imports/${id}`);
    expect(checked.json).toMatchObject({ state: 'checked', rows: 3, valid: 1, rejected: 2 });

    const report = await marketer.request('GET', `consent-imports/${id}/report?limit=1`);
    expect(report.json).toMatchObject({
      data: [{ line: 3, faults: [{ column: 'record_number', found: 'RFH-404' }] }],
      nextAfter: 3,
    });
    const rest = await marketer.request('GET', `consent-imports/${id}/report?after=3`);
    expect(rest.json).toMatchObject({ data: [{ line: 4 }], nextAfter: null });

    expect((await marketer.request('POST', `consent-imports/${id}/write`)).status).toBe(202);
    await leaves(id, 'writing');
    const again = await marketer.request('POST', `consent-imports/${id}/write`);
    expect(again).toMatchObject({ status: 409, json: { code: 'not_possible_now' } });
    const rejects = await marketer.request('GET', `consent-imports/${id}/rejects`);
    expect(rejects.text).toContain('scope holds “everything”; expected one of: all_commercial');

    const found = await marketer.request('POST', 'contacts/search', { text: 'RFH-1' });
    const contact = await marketer.request('GET', `contacts/${found.json.data[0].id}`);
    expect(contact.json.standing.optOuts).toEqual(['marketing']);
  });

  it('can be given up: nothing of it is written', async () => {
    const { json } = await upload('consents', 'email,event\nmaria@example.org,deceased\n');
    await leaves(json.id, 'checking');
    const dropped = await marketer.request('POST', `consent-imports/${json.id}/drop`);
    expect(dropped.json.state).toBe('dropped');
    expect((await marketer.request('POST', `consent-imports/${json.id}/write`)).status).toBe(409);
    const left = await world.database
      .selectFrom('import_chunks')
      .select('ordinal')
      .where('import_id', '=', json.id)
      .execute();
    expect(left).toEqual([]);
  });

  it('that is none is refused in a sentence that repeats nothing of it', async () => {
    const refused = await upload('consents', 'Maria Ruiz,event\nx,y\n');
    expect(refused).toMatchObject({ status: 422, json: { code: 'invalid_content' } });
    expect(refused.json.detail).toContain('column 1');
    expect(refused.text).not.toContain('Maria');
  });

  it('is not for an analyst', async () => {
    const analyst = await world.as('analyst');
    const { body, headers } = fileUpload('list.csv', CONSENTS);
    const asked = await analyst.request('POST', 'consent-imports/consents', body, headers);
    expect(asked.status).toBe(403);
    const purpose = { purpose: 'own_review' };
    for (const what of ['consents', 'suppressions', 'fhir']) {
      expect((await analyst.request('POST', `consent-exports/${what}`, purpose)).status).toBe(403);
    }
  });
});

describe('an export', () => {
  it.each([
    ['consents', 'text/csv', 'RFH-1,maria@example.org,opted_out'],
    ['suppressions', 'text/csv', 'email,token,reason,since'],
    ['fhir', 'application/fhir+ndjson', '"resourceType":"Consent"'],
  ])('of %s asks for a purpose, which the audit keeps', async (what, type, holds) => {
    expect((await officer.request('POST', `consent-exports/${what}`, {})).status).toBe(400);
    const purpose = { purpose: 'asked_by_regulator' };
    const file = await officer.request('POST', `consent-exports/${what}`, purpose);
    expect(file.headers['content-type']).toContain(type);
    expect(file.text).toContain(holds);
    const notes = (await audited()).filter(([action]) => action === 'consent.exported');
    expect(
      notes.some(([, subject]) => subject.includes(what) && subject.includes('regulator')),
    ).toBe(true);
  });

  it('for another purpose is refused with those that there are, and without what was asked', async () => {
    const asked = await officer.request('POST', 'consent-exports/fhir', { purpose: 'zyxpurpose' });
    expect(asked.status).toBe(400);
    expect(asked.json.detail).toBe(
      'In the body, /purpose must be one of to_another_system, asked_by_regulator, own_review, safe_copy.',
    );
  });

  it('of one person is a Bundle that can be handed in again', async () => {
    const found = await marketer.request('POST', 'contacts/search', { text: 'RFH-1' });
    const { id } = found.json.data[0];
    const bundle = await officer.request('POST', `contacts/${id}/consent/fhir`, {
      purpose: 'to_another_system',
    });
    expect(bundle.json).toMatchObject({ resourceType: 'Bundle', type: 'collection' });
    const taken = await marketer.request('POST', 'consent-imports/fhir', { resource: bundle.json });
    expect(taken.json).toMatchObject({ written: true, resources: [{ verdict: 'known' }] });
  });
});

it('nothing of a person is logged or audited', async () => {
  const said = [...world.logged, ...(await audited()).flat()].join('\n');
  expect(said).not.toMatch(/RFH-|maria|Ruiz/);
});
