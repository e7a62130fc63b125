import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type Database, inTransaction, openDatabase } from '../database/index.ts';
import { type OrganizationKeys, organizationKeys } from '../keys/index.ts';
import { appendAudit, appendAudits } from './append.ts';
import { exportEvidence } from './export-evidence.ts';
import { listAudit } from './list.ts';
import { newestCheckpoint, proveConsistency, proveEntry } from './prove.ts';
import { sealLedger } from './seal-ledger.ts';
import { verifyAudit } from './verify.ts';
import { verifyEvidence } from './verify-evidence.ts';

let test: TestDatabase;
let database: Database;
beforeAll(async () => {
  test = await testDatabase();
  database = openDatabase(test.url, () => {}).database;
});
afterAll(async () => {
  await database.destroy();
  await test.drop();
});

const now = new Date('2026-03-01T10:00:00.123Z');
const newKeys = () => organizationKeys(v7(), randomBytes(32));
const finished = { actor: 'system', action: 'campaign.finished', subject: {} } as const;
const verdict = async (keys: OrganizationKeys, checkpoint?: string) =>
  (await verifyAudit(database, keys, checkpoint === undefined ? {} : { checkpoint })).sentence;
const intact = (entries: number) =>
  `Intact: ${entries} entries, each at its place in the signed tree.`;

/** A ledger with so many entries, none of them sealed yet. */
async function ledgerOf(count: number): Promise<OrganizationKeys> {
  const keys = newKeys();
  const notes = Array.from({ length: count }, (_, number) => ({
    actor: v7(),
    action: 'contact.viewed' as const,
    subject: { contactId: v7(), number },
    address: '192.0.2.7',
  }));
  await inTransaction(database, (tx) => appendAudits(tx, keys, notes, now));
  return keys;
}

/** What somebody can do who owns the database: its triggers do not hold them up. */
async function tamper(keys: OrganizationKeys, statement: string): Promise<void> {
  await test.pool.query('alter table audit_sealed disable trigger user');
  const { rowCount } = await test.pool.query(
    statement.replaceAll('$1', `'${keys.organizationId}'`),
  );
  await test.pool.query('alter table audit_sealed enable trigger user');
  expect(rowCount).toBeGreaterThan(0);
}

describe('appending', () => {
  it('waits for nobody: two writers are in the middle of theirs at once', async () => {
    const keys = newKeys();
    await inTransaction(database, async (one) => {
      await appendAudit(one, keys, finished, now);
      await inTransaction(database, (other) => appendAudit(other, keys, finished, now));
      // and the sealer waits for neither; what is committed later is sealed later
      expect(await sealLedger(database, keys)).toBe(1);
    });
    expect(await sealLedger(database, keys)).toBe(1);
    expect(await verdict(keys)).toBe(intact(2));
  });

  it('does not happen when the act does not', async () => {
    const keys = await ledgerOf(2);
    const failed = inTransaction(database, async (tx) => {
      await appendAudit(tx, keys, finished, now);
      throw new Error('The act failed.');
    });
    await expect(failed).rejects.toThrow('The act failed.');
    expect(await verdict(keys)).toBe(intact(2));
  });

  it('keeps where the staff asked from, and of a recipient a keyed hash', async () => {
    const keys = newKeys();
    const address = '198.51.100.23';
    await inTransaction(database, (tx) =>
      appendAudits(
        tx,
        keys,
        [
          { ...finished, actor: v7(), address },
          { actor: 'recipient', action: 'portal.read', subject: {}, address },
        ],
        now,
      ),
    );
    await sealLedger(database, keys);
    const rows = await listAudit(database, keys.organizationId, {}, { limit: 10 });
    expect(rows).toMatchObject([
      { origin: expect.stringMatching(/^~[\w-]{16}$/), purpose: 'individual' },
      { origin: address, purpose: 'marketing', actor_kind: 'person' },
    ]);
  });

  it('refuses what would be two lines of the text that is hashed', async () => {
    const forged = inTransaction(database, (tx) =>
      appendAudit(tx, newKeys(), { ...finished, actor: 'a\nb' }, now),
    );
    await expect(forged).rejects.toThrow('takes an id or a word');
  });
});

describe('sealing', () => {
  it.each([1, 2, 255, 256, 257, 600])('goes on from %i entries', async (count) => {
    const keys = await ledgerOf(count);
    await sealLedger(database, keys);
    await inTransaction(database, (tx) => appendAudits(tx, keys, [finished, finished], now));
    await sealLedger(database, keys);
    expect(await verdict(keys)).toBe(intact(count + 2));
  });

  it('is done by one at a time, and by two gives no number twice', async () => {
    const keys = await ledgerOf(300);
    const sealed = await Promise.all([sealLedger(database, keys), sealLedger(database, keys)]);
    expect(sealed.toSorted((a, b) => a - b)).toEqual([0, 300]);
    expect(await verdict(keys)).toBe(intact(300));
  });

  it('takes entries of any length, and of any letters', async () => {
    const keys = newKeys();
    const notes = [0, 40, 70, 6_000, 3, 30_000].map((length) => ({
      ...finished,
      subject: { word: 'ü✓'.repeat(length) },
    }));
    await inTransaction(database, (tx) => appendAudits(tx, keys, notes, now));
    await sealLedger(database, keys);
    expect(await verdict(keys)).toBe(intact(notes.length));
  });

  it('holds an entry that was altered back, also where it is the only one', async () => {
    const keys = await ledgerOf(1);
    await tamper(keys, `update audit_pending set mac = '' where organization_id = $1`);
    expect(await sealLedger(database, keys)).toBe(1);
    expect(await sealLedger(database, keys)).toBe(0);
    expect(await verdict(keys)).toContain('is empty');
  });

  it('is verified by threads too', async () => {
    const keys = await ledgerOf(600);
    const threaded = () => verifyAudit(database, keys, { threadsFrom: 1 });
    expect(await threaded()).toMatchObject({ intact: true, entries: 600 });
    await tamper(
      keys,
      `update audit_sealed set action = 'contact.deleted'
       where organization_id = $1 and sequence in (599, 300, 400)`,
    );
    expect(await threaded()).toMatchObject({ intact: false, brokenAt: 300 });
  });
});

describe('verifying', () => {
  const changed = 'Entry 300 is not what was written.';
  const where = 'where organization_id = $1 and sequence = 300';
  it.each([
    ['its time', `update audit_sealed set at = at + interval '1 hour' ${where}`, changed],
    [
      'its time, by a microsecond',
      `update audit_sealed set at = at + interval '1 microsecond' ${where}`,
      changed,
    ],
    ['its id', `update audit_sealed set id = gen_random_uuid() ${where}`, changed],
    ['the kind of its actor', `update audit_sealed set actor_kind = 'system' ${where}`, changed],
    ['its actor', `update audit_sealed set actor = 'system' ${where}`, changed],
    ['its action', `update audit_sealed set action = 'contact.listed' ${where}`, changed],
    ['its subject', `update audit_sealed set subject = '{"number":300}' ${where}`, changed],
    [
      'the spelling of its subject',
      `update audit_sealed set subject = (subject::text || ' ')::json ${where}`,
      changed,
    ],
    ['its origin', `update audit_sealed set origin = null ${where}`, changed],
    ['its purpose', `update audit_sealed set purpose = 'emergency' ${where}`, changed],
    ['its own hash', `update audit_sealed set mac = decode(md5('x'), 'hex') ${where}`, changed],
    ['its number', `update audit_sealed set sequence = 1000 ${where}`, 'Entry 300 is missing.'],
    ['that it is there', `delete from audit_sealed ${where}`, 'Entry 300 is missing.'],
    [
      'its place',
      `update audit_sealed set sequence = -sequence where organization_id = $1 and sequence in (300, 400);
       update audit_sealed set sequence = 700 + sequence where organization_id = $1 and sequence in (-300, -400)`,
      'Entry 300 was reordered: what stands there was written as entry 400.',
    ],
    [
      'the end',
      'delete from audit_sealed where organization_id = $1 and sequence > 500',
      'Entry 501 and all after it, to 600, are missing from the end.',
    ],
    [
      'what comes after the end',
      `insert into audit_sealed select organization_id, 601, at, id, actor_kind, actor, action, subject, origin, purpose, mac
       from audit_sealed ${where}`,
      'Entry 601 was added: the ledger ends at 600.',
    ],
    [
      'the tree’s hash of it',
      `update audit_tiles set hashes = set_byte(hashes, 43 * 32, get_byte(hashes, 43 * 32) # 1)
       where organization_id = $1 and level = 0 and index = 1`,
      'Entry 300 is as written, but the tree’s hash of it was changed.',
    ],
    [
      'a level of the tree',
      `update audit_tiles set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1)
       where organization_id = $1 and level = 1`,
      'All entries are as written, but the tree’s tile 1/0 was changed.',
    ],
    [
      'the signature',
      `update audit_checkpoints set note = replace(note, '— ', '— x') where organization_id = $1`,
      'The checkpoint of 2026-03-01: The checkpoint is not signed by the key of this ledger.',
    ],
    [
      'the signed size',
      `update audit_checkpoints set note = replace(note, E'\\n600\\n', E'\\n599\\n') where organization_id = $1`,
      'The checkpoint of 2026-03-01: The checkpoint is not signed by the key of this ledger.',
    ],
    [
      'that there is a checkpoint',
      'delete from audit_checkpoints where organization_id = $1',
      'Entries after 0 are in no signed checkpoint: one was removed.',
    ],
  ])('sees that somebody changed %s', async (_what, statement, sentence) => {
    const keys = await ledgerOf(600);
    await sealLedger(database, keys, { now });
    expect(await verdict(keys)).toBe(intact(600));
    for (const one of statement.split(';')) await tamper(keys, one);
    expect(await verdict(keys)).toBe(sentence);
  });

  it('sees an entry changed with the tree made anew over it, by who has no key', async () => {
    const keys = await ledgerOf(600);
    await sealLedger(database, keys, { now });
    const thief = organizationKeys(keys.organizationId, randomBytes(32));
    await tamper(keys, `update audit_sealed set actor = 'system' ${where}`);
    await tamper(keys, 'delete from audit_tiles where organization_id = $1');
    await tamper(keys, 'update audit_heads set tree_size = 0 where organization_id = $1');
    const { rows } = await test.pool.query(
      'select * from audit_checkpoints where organization_id = $1',
      [keys.organizationId],
    );
    await sealLedger(database, thief, { now });
    expect(await verdict(keys)).toBe(changed);
    // and with the true checkpoint put back
    await test.pool.query('update audit_checkpoints set note = $2 where organization_id = $1', [
      keys.organizationId,
      rows[0].note,
    ]);
    expect(await verdict(keys)).toBe(changed);
  });

  it('sees an entry changed before it was sealed, and seals the others', async () => {
    const keys = await ledgerOf(3);
    await tamper(
      keys,
      `update audit_pending set actor = 'system' where organization_id = $1
       and id = (select min(id::text)::uuid from audit_pending where organization_id = $1)`,
    );
    expect(await verdict(keys)).toMatch(
      /^The entry [0-9a-f-]{36}, which has no number yet, is not what was written\.$/,
    );
    expect(await listAudit(database, keys.organizationId, {}, { limit: 9 })).toHaveLength(2);
  });

  it('sees the newest entries removed with everything that tells of them, by a checkpoint kept elsewhere', async () => {
    const keys = await ledgerOf(300);
    await sealLedger(database, keys, { now });
    const saved = await test.pool.query(
      `select (select jsonb_agg(to_jsonb(t)) from audit_tiles t where organization_id = $1) as tiles,
              (select note from audit_checkpoints where organization_id = $1) as note`,
      [keys.organizationId],
    );
    await inTransaction(database, (tx) => appendAudit(tx, keys, finished, now));
    const kept = await newestCheckpoint(database, keys);
    expect(await verdict(keys, kept?.note)).toBe(intact(301));
    // the ledger as it was before, to the last byte
    await tamper(keys, 'delete from audit_sealed where organization_id = $1 and sequence > 300');
    await tamper(keys, 'delete from audit_checkpoints where organization_id = $1');
    await tamper(keys, 'delete from audit_tiles where organization_id = $1');
    await tamper(
      keys,
      'update audit_heads set sequence = 300, tree_size = 300 where organization_id = $1',
    );
    await test.pool.query(
      `insert into audit_tiles select * from jsonb_populate_recordset(null::audit_tiles, $1::jsonb)`,
      [JSON.stringify(saved.rows[0].tiles)],
    );
    await test.pool.query(`insert into audit_checkpoints values ($1, '2026-03-01', 300, $2)`, [
      keys.organizationId,
      saved.rows[0].note,
    ]);
    expect(await verdict(keys)).toBe(intact(300));
    expect(await verdict(keys, kept?.note)).toBe('Entry 301 is missing from the end.');
  });

  it('says so when there is nothing, and when a checkpoint is of another ledger', async () => {
    expect(await verdict(newKeys())).toBe('The ledger is empty; its beginning was removed.');
    const other = await newestCheckpoint(database, await ledgerOf(2));
    expect(await verdict(await ledgerOf(2), other?.note)).toBe(
      'The checkpoint that was kept elsewhere: The checkpoint is not signed by the key of this ledger.',
    );
  });
});

describe('the database', () => {
  it('lets nobody change an entry, nor delete one before six years', async () => {
    const keys = await ledgerOf(1);
    await sealLedger(database, keys);
    const where = `where organization_id = '${keys.organizationId}'`;
    await expect(test.pool.query(`update audit_sealed set actor = 'x' ${where}`)).rejects.toThrow(
      'are not changed',
    );
    await expect(test.pool.query(`delete from audit_sealed ${where}`)).rejects.toThrow('six years');
    await expect(test.pool.query('truncate audit_sealed')).rejects.toThrow('are not changed');
    const old = newKeys();
    const then = new Date('2015-01-01T00:00:00Z');
    await inTransaction(database, (tx) => appendAudit(tx, old, finished, then));
    await sealLedger(database, old);
    const gone = `delete from audit_sealed where organization_id = '${old.organizationId}'`;
    expect((await test.pool.query(gone)).rowCount).toBe(1);
  });

  it('answers who saw a patient from an index', async () => {
    const keys = await ledgerOf(400);
    await sealLedger(database, keys);
    await sql`analyze audit_sealed`.execute(database);
    const { rows } = await test.pool.query(
      `explain (costs off) select * from audit_sealed where organization_id = $1
       and subject->>'contactId' = $2 order by sequence desc limit 51`,
      [keys.organizationId, v7()],
    );
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('audit_sealed_contact');
    expect(plan).not.toContain('Seq Scan');
  });
});

describe('proofs', () => {
  it('lead from an entry to the signed root, and from one checkpoint to the next', async () => {
    const keys = await ledgerOf(300);
    const older = await newestCheckpoint(database, keys);
    await inTransaction(database, (tx) => appendAudits(tx, keys, [finished, finished], now));
    const proof = await proveEntry(database, keys, 17);
    expect(proof).toMatchObject({ index: 16, checkpoint: { size: 302 } });
    expect(proof?.leaf.split('\n')).toHaveLength(12);
    expect(await proveEntry(database, keys, 303)).toBeNull();
    const consistency = await proveConsistency(database, keys, older?.note ?? '');
    expect(consistency).toMatchObject({ size: 300, newer: { size: 302 } });
    expect(await proveConsistency(database, keys, 'x')).toEqual({
      problem: 'The checkpoint is not signed by the key of this ledger.',
    });
  });

  it('go out as evidence, which verifies without the database', async () => {
    const keys = await ledgerOf(40);
    const checkpoint = await newestCheckpoint(database, keys);
    if (checkpoint === null) throw new Error('There is no checkpoint.');
    const lines: string[] = [];
    for await (const line of exportEvidence(database, keys, checkpoint, {}))
      lines.push(line.trim());
    expect(await verifyEvidence(lines, checkpoint.verifierKey)).toMatchObject({
      intact: true,
      entries: 40,
    });
    const sentence = async (altered: readonly string[], key?: string) =>
      (await verifyEvidence(altered, key)).sentence;
    const swapped = lines.map((line) => line.replace('"contact.viewed"', '"contact.deleted"'));
    expect(await sentence(swapped)).toBe('Entry 40 (line 2) is not in the signed ledger.');
    expect(await sentence(lines.slice(0, -1))).toBe(
      'The file was cut off: its last line is missing.',
    );
    expect(await sentence(lines.toSpliced(5, 1))).toBe(
      'The file has 39 entries; it was written with 40.',
    );
    expect(await sentence(lines, 'other')).toBe(
      'The evidence is signed by another key than the one that was given.',
    );
    expect(await sentence(['{}'])).toBe(
      'The first line is not that of evidence of the audit ledger.',
    );
  });
});
