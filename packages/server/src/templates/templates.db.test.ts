import { render } from '@postern/core/templates';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { extras, mjml, permitFor, source } from '../../../../tests/templates/support.ts';
import { createBuiltInDefinitions } from '../contacts/index.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import {
  checkSource,
  createTemplate,
  deleteTemplate,
  getTemplate,
  listTemplates,
  templateVersions,
  updateTemplate,
} from './index.ts';

let scratch: TestDatabase;
let database: Database;
const ours = v7();
const theirs = v7();
beforeAll(async () => {
  scratch = await testDatabase();
  ({ database } = openDatabase(scratch.url, () => {}));
  for (const [number, id] of [ours, theirs].entries()) {
    await database.insertInto('organizations').values(organization(id, number)).execute();
    await inTransaction(database, (tx) => createBuiltInDefinitions(tx, id));
  }
});
afterAll(async () => {
  await database.destroy();
  await scratch.drop();
});

const organization = (id: string, number: number) => ({
  id,
  number,
  name: 'Riverside Family Health',
  postal_address: '12 River Road',
  from_name: 'Riverside',
  from_address: 'care@riverside.example.org',
  sending_domain: 'riverside.example.org',
  profile: 'strict',
  sender: '{}',
  transport: '{}',
  data_key_wrapped: Buffer.alloc(1),
});

async function create(name: string, parts: Parameters<typeof source>[0] = {}) {
  const draft = { name, createdBy: null, ...source(parts) };
  const answer = await inTransaction(database, (tx) => createTemplate(tx, ours, draft));
  if (answer.kind !== 'created') throw new Error(answer.problems[0]?.sentence);
  return answer.template;
}

const htmlOf = async (id: string) => {
  const versions = database.selectFrom('template_versions').select('html');
  return (await versions.where('template_id', '=', id).executeTakeFirstOrThrow()).html;
};

test('a template is saved as version 1, and its source comes back as it was written', async () => {
  const parts = {
    subject: 'Hi {{ given_name }}',
    text: 'Plain {{ conditions }} https://example.org',
  };
  const template = await create('  Check-up ', parts);
  expect(template).toMatchObject({ name: 'Check-up', version: 1, ...source(parts) });
  expect(template.fields.map(({ key }) => key)).toEqual(['given_name', 'conditions']);
  expect(template.classified).toEqual({ sensitivity: 'diagnosis', causedBy: 'conditions' });
  expect(await getTemplate(database, ours, template.id)).toEqual(template);
});

test('a source with a fault is refused with its place, and nothing is saved', async () => {
  const before = await listTemplates(database, ours);
  const draft = { name: 'Bad', createdBy: null, ...source({ subject: 'Hi {{ givn_name }}' }) };
  const answer = await inTransaction(database, (tx) => createTemplate(tx, ours, draft));
  const sentence = 'There is no field “givn_name”; did you mean given_name?';
  const problems = [{ place: 'subject', line: 1, column: 7, sentence }];
  expect(answer).toEqual({ kind: 'refused', problems });
  expect(await listTemplates(database, ours)).toEqual(before);
});

test('a check saves nothing, and shows what would be compiled', async () => {
  const before = await listTemplates(database, ours);
  const checked = await checkSource(database, ours, source({ subject: '{{ given_name }}' }));
  expect(checked).toMatchObject({ problems: [], fields: ['given_name'] });
  expect(checked.html).toContain('<p>Hello</p>');
  // a preview would try to load the open counter, which has no address yet
  expect(checked.html).not.toMatch(/<img|OpenUrl/);
  const saved = await create('Counted', { mjml: mjml('<p>Hello</p>') });
  expect(await htmlOf(saved.id)).toContain('<img src="{{ OpenUrl }}"');
  await deleteTemplate(database, ours, saved.id, null);
  expect(await checkSource(database, ours, source({ text: '{{' }))).toMatchObject({ html: null });
  expect(await listTemplates(database, ours)).toEqual(before);
});

test('a new version leaves the old one as it was, for what was sent from it', async () => {
  const { id } = await create('Versions', { mjml: mjml('First {{ given_name }}') });
  const load = templateVersions();
  const change = { name: 'Versions 2', version: 1, ...source({ mjml: mjml('Second') }) };
  const answer = await inTransaction(database, (tx) => updateTemplate(tx, ours, id, change));
  expect(answer).toMatchObject({ kind: 'updated', template: { name: 'Versions 2', version: 2 } });
  const texts: unknown[] = [];
  for (const version of [1, 2]) {
    const template = await load(database, ours, id, version);
    if (template === null) throw new Error('no version');
    texts.push(render(template, permitFor({ given_name: 'Kim' }), extras));
  }
  expect(texts).toMatchObject([
    { text: expect.stringContaining('First Kim') },
    { text: expect.stringContaining('Second') },
  ]);
});

test('a change to a version that is no longer the newest changes nothing, and shows the newest', async () => {
  const { id } = await create('Stale');
  const change = (subject: string) => ({ name: 'Stale', version: 1, ...source({ subject }) });
  const both = await Promise.all(
    ['One', 'Two'].map((subject) =>
      inTransaction(database, (tx) => updateTemplate(tx, ours, id, change(subject))),
    ),
  );
  expect(both.map(({ kind }) => kind).toSorted()).toEqual(['stale', 'updated']);
  const stale = both.find((answer) => answer.kind === 'stale');
  const updated = both.find((answer) => answer.kind === 'updated');
  expect(stale?.current).toEqual(updated?.template);
});

test('a deleted template is gone from lists, while its versions can still be sent', async () => {
  const { id } = await create('Deleted');
  expect(await deleteTemplate(database, ours, id, 7)).toMatchObject({ kind: 'stale' });
  expect(await deleteTemplate(database, ours, id, 1)).toEqual({ kind: 'deleted' });
  expect(await deleteTemplate(database, ours, id, 1)).toEqual({ kind: 'unknown' });
  expect(await getTemplate(database, ours, id)).toBeNull();
  expect(await templateVersions()(database, ours, id, 1)).not.toBeNull();
  const change = { name: 'x', version: 1, ...source({}) };
  const answer = await inTransaction(database, (tx) => updateTemplate(tx, ours, id, change));
  expect(answer).toEqual({ kind: 'unknown' });
});

test('an organization sees its own templates alone', async () => {
  const { id } = await create('Ours');
  expect(await listTemplates(database, theirs)).toEqual([]);
  expect(await getTemplate(database, theirs, id)).toBeNull();
  expect(await templateVersions()(database, theirs, id, 1)).toBeNull();
  expect(await deleteTemplate(database, theirs, id, null)).toEqual({ kind: 'unknown' });
});

test('a version is parsed once', async () => {
  const { id } = await create('Cached');
  const load = templateVersions();
  expect(await load(database, ours, id, 1)).toBe(await load(database, ours, id, 1));
  expect(await load(database, ours, id, 2)).toBeNull();
});
