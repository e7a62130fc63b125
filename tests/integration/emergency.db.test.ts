import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadDefinitions, writeContacts } from '../../packages/server/src/contacts/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { type ApiWorld, apiWorld, type Client, fileUpload } from '../support/api.ts';

const REASON = 'Maria Gomez called from the ward; her drugs have to be known now';
const HOUR = 3_600_000;

let world: ApiWorld;
let engineer: Client;
let officer: Client;
const contactId = v7();
const page = `contacts/${contactId}`;
const begin = (hours?: number) =>
  engineer.request('POST', 'emergencies', { reason: REASON, upTo: 'diagnosis', hours });

beforeAll(async () => {
  world = await apiWorld();
  engineer = await world.as('integration_engineer');
  officer = await world.as('privacy_officer');
  const { database, organizationId, keys } = world;
  const definitions = await loadDefinitions(database, organizationId);
  const attributes = { given_name: 'Maria', email: 'maria@example.org', drugs: ['860975'] };
  await inTransaction(database, (tx) =>
    writeContacts(tx, keys, definitions, [{ id: contactId, before: null, attributes }], new Date()),
  );
});
afterAll(() => world.close());

describe('emergency access', () => {
  let id = '';

  it('opens single people up to its class, for whoever took it alone', async () => {
    expect((await engineer.request('GET', page)).status).toBe(403);
    const begun = await begin();
    expect([begun.status, begun.json.noticed]).toEqual([201, true]);
    id = begun.json.id;
    const { json } = await engineer.request('GET', page);
    expect(json).toMatchObject({ values: { drugs: ['860975'] }, locked: [] });
    const session = await engineer.request('GET', 'session');
    expect(session.json.user).toMatchObject({ emergency: { id }, peopleClass: 'diagnosis' });
    const analyst = await world.as('analyst');
    expect((await analyst.request('GET', page)).status).toBe(403);
    expect((await begin()).json.detail).toContain('already');
  });

  it('opens reading, and no right to change or to send', async () => {
    expect((await engineer.request('DELETE', page)).json.code).toBe('permission_missing');
  });

  it('is told to the privacy officers by a mail that says nothing of anybody', () => {
    const [mail, ...others] = world.mailed;
    expect(others).toEqual([]);
    expect(mail?.address).toBe('privacy_officer@example.org');
    expect(`${mail?.subject}${mail?.text}${mail?.html}`).not.toMatch(
      /Maria|Gomez|drugs|ward|integration_engineer/,
    );
    expect(mail?.text).toContain('/emergencies');
  });

  it('has its reason sealed, and out of log and audit', async () => {
    const { rows } = await world.test.pool.query('select reason_sealed from emergency_access');
    expect(rows[0].reason_sealed.toString('latin1')).not.toContain('Maria');
    expect(world.logged.join('\n')).not.toContain('Maria');
    const { rows: audit } = await world.test.pool.query('select subject::text from audit_entries');
    expect(JSON.stringify(audit)).not.toContain('Maria');
  });

  it('marks everything that is done in it', async () => {
    const { body, headers } = fileUpload('people.csv', 'email\nmaria@example.org\n');
    const { json: made } = await engineer.request('POST', 'imports', body, headers);
    const { json } = await officer.request('GET', `emergencies/${id}`);
    expect(json).toMatchObject({ reason: REASON, runs: true, reviewedAt: null });
    expect(json.acts).toContainEqual(
      expect.objectContaining({ action: 'contact.viewed', contactId }),
    );
    expect(json.acts).toContainEqual(expect.objectContaining({ action: 'import.uploaded' }));
    const { rows } = await world.test.pool.query(
      `select origin, purpose from audit_pending where subject->>'importId' = $1
       union select origin, purpose from audit_entries where subject->>'importId' = $1`,
      [made.import.id],
    );
    expect(rows).toEqual([{ origin: '127.0.0.1', purpose: 'emergency' }]);
  });

  it('ends by hand, at once, and is reviewed then by somebody else', async () => {
    const review = { review: 'Justified: the ward confirmed the call.' };
    const early = await officer.request('POST', `emergencies/${id}/review`, review);
    expect(early.json.detail).toContain('still runs');
    expect((await engineer.request('POST', `emergencies/${id}/end`)).status).toBe(200);
    expect((await engineer.request('GET', page)).status).toBe(403);
    const reviewed = await officer.request('POST', `emergencies/${id}/review`, review);
    expect(reviewed.json).toMatchObject({ ...review, reviewedBy: 'The privacy_officer' });
    const again = await officer.request('POST', `emergencies/${id}/review`, review);
    expect(again.status).toBe(409);
  });

  it('ends by itself when its time is over', async () => {
    expect((await begin(2)).status).toBe(201);
    world.clock.ahead = 0.9 * HOUR;
    expect((await engineer.request('GET', page)).status).toBe(200);
    world.clock.ahead = 1.8 * HOUR;
    expect((await engineer.request('GET', page)).status).toBe(200);
    world.clock.ahead = 2.1 * HOUR;
    const late = await engineer.request('GET', page);
    expect([late.status, late.json.code]).toEqual([403, 'permission_missing']);
    // what has run out stands in nobody's way
    expect((await begin()).status).toBe(201);
    world.clock.ahead = 0;
  });

  it('lasts eight hours at most, has a reason, and is for who needs it', async () => {
    expect((await begin(9)).status).toBe(400);
    const why = await engineer.request('POST', 'emergencies', { reason: 'x', upTo: 'service' });
    expect(why.status).toBe(400);
    const owner = await world.as('owner');
    const needless = await owner.request('POST', 'emergencies', { reason: REASON, upTo: 'part2' });
    expect(needless.json.detail).toContain('already');
    const analyst = await world.as('analyst');
    const asked = await analyst.request('POST', 'emergencies', { reason: REASON, upTo: 'part2' });
    expect(asked.json.code).toBe('permission_missing');
  });
});
