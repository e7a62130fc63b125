import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { smallDisk } from '../../../../tests/chaos/small-disk.ts';
import { temporaryDirectory } from '../../../../tests/support/temporary-directory.ts';
import type { Batch } from './batches.ts';
import { headOf, Journal } from './journal.ts';
import { readJournal } from './read-journal.ts';
import { type Settlement, settled } from './settle-sends.ts';

const OWNER = '6b1f0c7e-8f4c-4f3e-9d53-2f6f0a4b7c11';
const CAMPAIGN = { organizationId: 'an organization', id: 'a campaign' };
const BATCH: Batch = { bucket: 3, number: 0, fence: 1, from: '0', to: 'f' };

let directory: string;
beforeEach(() => {
  directory = join(temporaryDirectory('postern-journal-'), 'journal');
});
afterEach(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

const names = () => readdirSync(directory).toSorted();
const texts = () => names().map((name) => readFileSync(join(directory, name), 'utf8'));
const about = (contactId: string, state: Settlement['state'] = 'uncertain', batch = BATCH) =>
  settled({ batch, contactId }, state);
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What the files tell of the first batch: state by contact. */
function told(files = texts()) {
  const [batch] = readJournal(files)?.batches ?? [];
  const states = (entries: ReadonlyMap<string, { readonly state: string }> = new Map()) =>
    Object.fromEntries([...entries].map(([contact, { state }]) => [contact, state]));
  return { results: states(batch?.results), doubts: states(batch?.doubts) };
}

describe('a journal', () => {
  it('begins with whose it is: enough to tell whether that process lives', async () => {
    const journal = new Journal(directory, OWNER);
    journal.intent(CAMPAIGN, about('ann'));
    const { owner, host, pid, started, boot } = readJournal(texts())?.head ?? headOf('nobody');
    expect({ owner, host, pid, started, boot }).toEqual(headOf(OWNER));
    expect(owner).toBe(OWNER);
    expect(pid).toBe(process.pid);
    expect(names()).toEqual([`${OWNER}.000001.journal`]);
  });

  it('has the intent on the disk before it says so, and the result after it', async () => {
    const journal = new Journal(directory, OWNER);
    expect(journal.intent(CAMPAIGN, about('ann'))).toBe(true);
    expect(told()).toEqual({ results: {}, doubts: { ann: 'uncertain' } });
    journal.result(CAMPAIGN, about('ann', 'accepted'));
    await turn();
    expect(told()).toEqual({ results: { ann: 'accepted' }, doubts: {} });
  });

  it('names a batch whose messages leave, though nothing is told of them yet', async () => {
    const journal = new Journal(directory, OWNER);
    journal.begin(CAMPAIGN, BATCH);
    await turn();
    const story = readJournal(texts());
    expect(story?.batches).toMatchObject([{ campaign: CAMPAIGN, batch: BATCH }]);
    expect(told()).toEqual({ results: {}, doubts: {} });
  });

  it('takes no result of a message that had no intent', async () => {
    const journal = new Journal(directory, OWNER);
    journal.begin(CAMPAIGN, BATCH);
    journal.result(CAMPAIGN, about('ann', 'refused'));
    await turn();
    expect(told()).toEqual({ results: {}, doubts: {} });
  });

  it('tells batches and claims apart', async () => {
    const journal = new Journal(directory, OWNER);
    const next: Batch = { ...BATCH, number: 1 };
    const again: Batch = { ...BATCH, fence: 2 };
    journal.intent(CAMPAIGN, about('ann'));
    journal.intent(CAMPAIGN, about('bob', 'uncertain', next));
    journal.intent(CAMPAIGN, about('ann', 'uncertain', again));
    journal.result(CAMPAIGN, about('ann', 'accepted', again));
    await turn();
    const batches = readJournal(texts())?.batches ?? [];
    expect(
      batches.map(({ batch, results, doubts }) => [
        batch.number,
        batch.fence,
        results.size,
        doubts.size,
      ]),
    ).toEqual([
      [0, 1, 0, 1],
      [1, 1, 0, 1],
      [0, 2, 1, 0],
    ]);
  });

  it('is deleted at its end when all that it tells is recorded', async () => {
    const journal = new Journal(directory, OWNER);
    journal.intent(CAMPAIGN, about('ann'));
    journal.result(CAMPAIGN, about('ann', 'accepted'));
    journal.recorded(CAMPAIGN, about('ann', 'accepted'));
    journal.close();
    expect(names()).toEqual([]);
  });

  it('stays at its end when something is not recorded', async () => {
    const journal = new Journal(directory, OWNER);
    for (const contact of ['ann', 'bob']) journal.intent(CAMPAIGN, about(contact));
    journal.recorded(CAMPAIGN, about('ann'));
    // written at the end, too
    journal.result(CAMPAIGN, about('bob', 'accepted'));
    journal.close();
    expect(told()).toEqual({ results: { bob: 'accepted' }, doubts: { ann: 'uncertain' } });
  });

  it('is deleted as well when a message was tried twice before it was recorded', async () => {
    const journal = new Journal(directory, OWNER);
    // the connection broke off between the intent and the end of the data
    journal.intent(CAMPAIGN, about('ann'));
    journal.intent(CAMPAIGN, about('ann'));
    journal.result(CAMPAIGN, about('ann', 'accepted'));
    journal.recorded(CAMPAIGN, about('ann', 'accepted'));
    journal.close();
    expect(names()).toEqual([]);
  });
});

describe('a long journal', () => {
  /** An entry of a megabyte: eight of them fill a file. */
  const long = (contactId: string) => ({ ...about(contactId), reply: 'x'.repeat(1_000_000) });
  const fill = (journal: Journal, first: number, count: number) => {
    for (let i = first; i < first + count; i++) journal.intent(CAMPAIGN, long(`c${i}`));
  };
  const record = (journal: Journal, first: number, count: number) => {
    for (let i = first; i < first + count; i++) journal.recorded(CAMPAIGN, about(`c${i}`));
  };

  it('goes on in another file, which can be read by itself', async () => {
    const journal = new Journal(directory, OWNER);
    fill(journal, 0, 9);
    expect(names()).toHaveLength(2);
    const [, second = ''] = texts();
    expect(Object.keys(told([second]).doubts)).toEqual(['c8']);
    expect(Object.keys(told().doubts)).toHaveLength(9);
  });

  it('has a result in a later file than the intent', async () => {
    const journal = new Journal(directory, OWNER);
    fill(journal, 0, 9);
    journal.result(CAMPAIGN, about('c0', 'accepted'));
    await turn();
    expect(told().results).toEqual({ c0: 'accepted' });
    expect(told().doubts).not.toHaveProperty('c0');
  });

  it('loses a file when all that it tells is recorded, and not before', async () => {
    const journal = new Journal(directory, OWNER);
    fill(journal, 0, 9);
    record(journal, 0, 7);
    expect(names()).toHaveLength(2);
    record(journal, 7, 1);
    expect(names()).toEqual([`${OWNER}.000002.journal`]);
    record(journal, 8, 1);
    // the file that is written to stays, until the next takes its place
    expect(names()).toHaveLength(1);
    fill(journal, 9, 8);
    expect(names()).toEqual([`${OWNER}.000002.journal`, `${OWNER}.000003.journal`]);
    record(journal, 9, 8);
    journal.close();
    expect(names()).toEqual([]);
  });
});

describe('a journal that cannot be written', () => {
  it('says no to each message until it can be written again', async () => {
    // where its directory should be is a file
    writeFileSync(directory, '');
    const journal = new Journal(directory, OWNER);
    expect(journal.begin(CAMPAIGN, BATCH)).toBe(false);
    expect(journal.intent(CAMPAIGN, about('ann'))).toBe(false);
    journal.result(CAMPAIGN, about('ann', 'queued'));
    journal.recorded(CAMPAIGN, about('ann', 'queued'));
    expect(journal.broken).toBe(true);
    rmSync(directory);
    mkdirSync(directory);
    expect(journal.begin(CAMPAIGN, BATCH)).toBe(true);
    expect(journal.intent(CAMPAIGN, about('bob'))).toBe(true);
    expect(journal.broken).toBe(false);
    expect(told()).toEqual({ results: {}, doubts: { bob: 'uncertain' } });
    journal.recorded(CAMPAIGN, about('bob'));
    journal.close();
    expect(names()).toEqual([]);
  });

  it('goes on in another file when somebody deleted the one that it has', () => {
    const journal = new Journal(directory, OWNER);
    expect(journal.begin(CAMPAIGN, BATCH)).toBe(true);
    for (const name of names()) rmSync(join(directory, name));
    expect(journal.begin(CAMPAIGN, BATCH)).toBe(true);
    expect(journal.intent(CAMPAIGN, about('ann'))).toBe(true);
    expect(told()).toEqual({ results: {}, doubts: { ann: 'uncertain' } });
    journal.recorded(CAMPAIGN, about('ann'));
    journal.close();
    expect(names()).toEqual([]);
  });

  it('for a disk that is full leaves no file without a head, which others would delete', async (test) => {
    const disk = await smallDisk(directory, 1);
    if (disk === null) return test.skip('Only root may mount a file system of its own.');
    try {
      const journals = () => names().filter((name) => name.endsWith('.journal'));
      await disk.fill();
      const journal = new Journal(directory, OWNER);
      for (let tries = 0; tries < 3; tries++) expect(journal.begin(CAMPAIGN, BATCH)).toBe(false);
      expect(journals()).toEqual([]);
      await disk.release();
      expect(journal.begin(CAMPAIGN, BATCH)).toBe(true);
      expect(journals()).toHaveLength(1);
      journal.close();
    } finally {
      await disk.unmount();
    }
  });

  it('for a disk that is full says no, goes on when there is room, and keeps what it had', async (test) => {
    const disk = await smallDisk(directory, 1);
    if (disk === null) return test.skip('Only root may mount a file system of its own.');
    try {
      const journal = new Journal(directory, OWNER);
      const before = journal.intent(CAMPAIGN, about('before'));
      expect(before).toBe(true);
      await disk.fill();
      const long = (contact: string) => ({ ...about(contact), reply: 'x'.repeat(5_000) });
      const full = ['ann', 'bob', 'cem'].map((contact) => journal.intent(CAMPAIGN, long(contact)));
      expect(full).toContain(false);
      expect(journal.intent(CAMPAIGN, long('dan'))).toBe(false);
      expect(journal.broken).toBe(true);
      await disk.release();
      expect(journal.intent(CAMPAIGN, about('after'))).toBe(true);
      expect(journal.broken).toBe(false);
      journal.result(CAMPAIGN, about('before', 'accepted'));
      await turn();
      const files = names()
        .filter((name) => name.endsWith('.journal'))
        .map((name) => readFileSync(join(directory, name), 'utf8'));
      expect(told(files)).toMatchObject({
        results: { before: 'accepted' },
        doubts: { after: 'uncertain' },
      });
      for (const contact of ['before', 'after']) journal.recorded(CAMPAIGN, about(contact));
      journal.close();
      expect(names().filter((name) => name.endsWith('.journal'))).toEqual([]);
    } finally {
      await disk.unmount();
    }
  });
});

describe('the reader of a journal', () => {
  it('has nothing to tell of files without a head', () => {
    expect(readJournal([])).toBeNull();
    expect(readJournal(['', 'b1 {"cam'])).toBeNull();
  });

  it.each([
    '[]',
    'null',
    'h',
    'r1 {}',
    'i9 {"contactId":"ann"}',
    'r1 {"contactId":"ann"',
    '\u0000',
  ])('passes over a line that is none, or of a batch that is not named: %j', (line) => {
    const head = `h ${JSON.stringify(headOf(OWNER))}\n`;
    expect(readJournal([`${head}${line}\n`])).toEqual({ head: headOf(OWNER), batches: [] });
  });

  /** What happens to a few people, in any order that can be. */
  const acts = fc.array(
    fc.record({
      contact: fc.constantFrom('ann', 'bob', 'cem', 'dan'),
      act: fc.constantFrom('intent', 'accepted', 'deferred', 'recorded'),
    }),
    { maxLength: 30 },
  );

  it('never invents a result, and knows each intent whose line is whole, wherever the bytes end', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(acts, fc.double({ min: 0, max: 1, noNaN: true }), async (given, part) => {
        directory = join(directory, '..', `run-${run++}`);
        const journal = new Journal(directory, OWNER);
        for (const { contact, act } of given) {
          if (act === 'intent') {
            journal.intent(CAMPAIGN, about(contact));
          } else if (act === 'recorded') {
            journal.recorded(CAMPAIGN, about(contact));
          } else journal.result(CAMPAIGN, about(contact, act));
        }
        await turn();
        if (given.every(({ act }) => act !== 'intent')) return;
        const [whole = ''] = texts();
        journal.close();
        const cut = whole.slice(0, Math.floor(part * (whole.length + 1)));
        // by hand: the last whole line about each person counts
        const expected: Record<string, Record<string, string>> = { results: {}, doubts: {} };
        const lines = cut.split('\n');
        // a line that lacks nothing but its end counts as well
        for (const line of lines) {
          const found = /^([ir])1 .*"contactId":"(\w+)","state":"(\w+)".*\}$/.exec(line);
          if (found === null) continue;
          const [, kind, contact = '', state = ''] = found;
          delete expected[kind === 'r' ? 'doubts' : 'results']?.[contact];
          const into = expected[kind === 'r' ? 'results' : 'doubts'];
          if (into !== undefined) into[contact] = state;
        }
        expect(told([cut])).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });

  it('reads any text at all without an error', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.constantFrom('h', 'b', 'i', 'r'), fc.nat({ max: 3 }), fc.json())
        .map(([kind, key, json]) => `${kind}${key} ${json}`),
    );
    fc.assert(
      fc.property(fc.array(fc.array(line).map((lines) => lines.join('\n'))), (files) => {
        expect(() => readJournal(files)).not.toThrow();
      }),
    );
  });
});
