import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { brokenPromises } from '../chaos/promises.ts';
import { runChaos } from '../chaos/run-chaos.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.drop());

describe('the short form of "npm run chaos"', () => {
  it('loses none of 4,000 and sends nothing twice, whatever dies', async () => {
    const said: string[] = [];
    const result = await runChaos({
      url: db.url,
      postgres: null,
      postgresDisk: null,
      journalDisks: [null, null],
      stream: 'marketing',
      recipients: 4_000,
      faults: { seed: 5, deferred: 0.03, refused: 0.01, cutInBody: 0.002, cutTaken: 0.001 },
      plan: [
        { at: 0.3, trouble: 'kill all at the taking', luck: 0.2 },
        { at: 0.6, trouble: 'kill one', luck: 0.7 },
      ],
      report: (sentence) => said.push(sentence),
    });
    // what happened is told only where it went wrong
    const broken = brokenPromises('marketing', result);
    expect(broken.length === 0 ? [] : [...broken, ...said]).toEqual([]);
    expect(result).toMatchObject({ kills: 2, recipients: 4_000 });
  }, 240_000);
});
