import { type AuthorizationForm, FORM_KINDS } from '@postern/core/authorizations';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type SendingWorld, sendingWorld } from '../../../../tests/support/sending-world.ts';
import { inTransaction, type Tx } from '../database/index.ts';
import { beginVersion } from './begin-version.ts';
import { checkForm } from './check-form.ts';
import { createForm } from './create-form.ts';
import { formVersions, getForm } from './get-form.ts';
import { listForms } from './list-forms.ts';
import { publishForm } from './publish-form.ts';
import { retireForm } from './retire-form.ts';
import type { SavedForm } from './saved-form.ts';
import { updateDraft } from './update-draft.ts';

let db: TestDatabase;
let world: SendingWorld;
beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
});
afterAll(async () => {
  await world.close();
  await db.drop();
});

const AT = new Date('2026-06-15T12:00:00Z');
const within = <T>(act: (tx: Tx, organizationId: string) => Promise<T>) =>
  inTransaction(world.database, (tx) => act(tx, world.organizationId));
const begin = (kind: (typeof FORM_KINDS)[number] = 'marketing') =>
  within((tx, at) => createForm(tx, at, { kind, createdBy: null }));
const save = ({ id, revision }: SavedForm, content: AuthorizationForm) =>
  within((tx, at) => updateDraft(tx, at, id, { content, revision }));
const publish = ({ id, revision }: SavedForm) =>
  within((tx, at) => publishForm(tx, at, id, { revision, at: AT }));
const next = ({ id }: SavedForm) => within((tx, at) => beginVersion(tx, at, id, null));
const retire = ({ id }: SavedForm) => within((tx, at) => retireForm(tx, at, id));
const now = async ({ id }: SavedForm) => {
  const form = await getForm(world.database, world.organizationId, id);
  if (form === null) throw new Error('The form is gone.');
  return form;
};
const states = async ({ id }: SavedForm) =>
  (await formVersions(world.database, world.organizationId, id)).map(({ version, state }) => [
    version,
    state,
  ]);
const listed = async (id: string) =>
  (await listForms(world.database, world.organizationId)).find(({ newest }) => newest.id === id);

describe('a form', () => {
  test.each(FORM_KINDS)('of %s begins with a text in the organization’s name', async (kind) => {
    const { content, state, version } = await begin(kind);
    expect([state, version]).toEqual(['draft', 1]);
    expect(content.kinds).toContain(kind);
    expect(content.introduction + content.discloser).toContain('Riverside Family Health');
    const { faults, warnings } = await within((tx, at) => checkForm(tx, at, content, '2026-06-15'));
    expect(faults.filter(({ code }) => code !== 'name_open')).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('is saved unfinished, and not published so', async () => {
    const form = await begin();
    const saved = await save(form, { ...form.content, purpose: '', expiry: null });
    expect(saved.kind).toBe('updated');
    const refused = await publish(await now(form));
    expect(refused).toMatchObject({
      kind: 'refused',
      faults: [
        { code: 'purpose_missing', place: 'purpose', citations: ['45 CFR 164.508(c)(1)(iv)'] },
        { code: 'expiry_missing', place: 'expiry', citations: ['45 CFR 164.508(c)(1)(v)'] },
      ],
    });
    expect(await states(form)).toEqual([[1, 'draft']]);
  });

  it('that names what is not on file, or more than it says, is not published', async () => {
    const form = await begin();
    await save(form, {
      ...form.content,
      attributes: ['condition', 'shoe_size'],
      informationScope: 'contact',
    });
    const refused = await publish(await now(form));
    if (refused.kind !== 'refused') throw new Error(refused.kind);
    const codes = refused.faults.map(({ code }) => code);
    expect(codes).toContain('attribute_unknown');
    expect(refused.faults.every(({ place }) => place === 'attributes')).toBe(true);
  });

  it('that is published is frozen; its next version takes its place', async () => {
    const form = await begin();
    expect((await publish(form)).kind).toBe('published');
    const frozen = await now(form);
    expect(frozen.publishedAt).toEqual(AT);
    expect((await save(frozen, { ...frozen.content, title: 'Another' })).kind).toBe('frozen');
    expect((await publish(frozen)).kind).toBe('frozen');

    const begun = await next(form);
    if (begun.kind !== 'begun') throw new Error(begun.kind);
    expect((await next(form)).kind).toBe('already');
    expect(await listed(form.id)).toMatchObject({ newest: { version: 2 }, published: 1 });
    await save(begun.form, { ...begun.form.content, title: 'May we write?' });
    expect(await states(form)).toEqual([
      [2, 'draft'],
      [1, 'published'],
    ]);
    expect((await publish(await now(form))).kind).toBe('published');
    expect(await states(form)).toEqual([
      [2, 'published'],
      [1, 'retired'],
    ]);
    const all = await formVersions(world.database, world.organizationId, form.id);
    expect(all.at(-1)?.content).toEqual(form.content);
    expect(await listed(form.id)).toMatchObject({
      newest: { version: 2, content: { title: 'May we write?' } },
      published: 2,
    });
  });

  it('is not overwritten unseen, nor by who edited an earlier version', async () => {
    const form = await begin();
    expect((await save(form, { ...form.content, title: 'Mine' })).kind).toBe('updated');
    expect(await save(form, { ...form.content, title: 'Theirs' })).toMatchObject({
      kind: 'stale',
      current: { content: { title: 'Mine' } },
    });
    expect((await publish(form)).kind).toBe('stale');
    expect((await publish(await now(form))).kind).toBe('published');
    await next(form);
    const late = { ...form, revision: form.revision + 1 };
    expect((await save(late, { ...form.content, title: 'Late' })).kind).toBe('stale');
    expect((await now(form)).content.title).toBe('Mine');
  });

  it('begins one new version when two people want it at once', async () => {
    const form = await begin();
    await publish(form);
    const both = await Promise.all([next(form), next(form)]);
    expect(both.map(({ kind }) => kind).toSorted()).toEqual(['already', 'begun']);
    expect(await states(form)).toHaveLength(2);
  });

  it('that is retired is asked of nobody, and can begin anew', async () => {
    const form = await begin();
    await publish(form);
    await next(form);
    expect((await retire(form)).kind).toBe('retired');
    expect((await retire(form)).kind).toBe('already');
    expect(await states(form)).toEqual([
      [2, 'retired'],
      [1, 'retired'],
    ]);
    expect(await listed(form.id)).toMatchObject({ published: null });
    expect((await next(form)).kind).toBe('begun');
  });

  it('of another organization is not there', async () => {
    const { id } = await begin();
    const elsewhere = '00000000-0000-7000-8000-000000000000';
    expect(await getForm(world.database, elsewhere, id)).toBeNull();
    expect((await inTransaction(world.database, (tx) => retireForm(tx, elsewhere, id))).kind).toBe(
      'unknown',
    );
  });
});

test('what is hard to read is warned of and published', async () => {
  const form = await begin();
  const introduction =
    'The aforementioned individually identifiable information may subsequently be utilized, notwithstanding contradictory stipulations elsewhere in this document, for promotional communications concerning pharmaceutical alternatives administered by organizations affiliated therewith, irrespective of intermediary representations communicated previously.';
  const content = { ...form.content, introduction, information: introduction };
  const checked = await within((tx, at) => checkForm(tx, at, content, '2026-06-15'));
  expect(checked.readingGrade).toBeGreaterThan(8);
  expect(checked.warnings.map(({ code }) => code)).toEqual(['hard_to_read']);
  await save(form, content);
  expect((await publish(await now(form))).kind).toBe('published');
});
