import { describe, expect, test } from 'vitest';
import { ProblemError } from '../../api/problem.ts';
import type { Campaign } from '../queries.ts';
import { type Draft, DraftKeeper, draftOf } from './draft-keeper.ts';

const CAMPAIGN = {
  id: '0',
  name: 'Spring',
  goal: null,
  segmentId: null,
  templateId: null,
  topicId: null,
  stream: 'marketing',
  interview: { about: null, drug: null, encourages: null, payment: null, payer: null },
  pace: { perMinute: null, window: null },
  version: 1,
} as unknown as Campaign;

const refusal = (status: number) =>
  new ProblemError({ type: '', title: '', status, detail: '', code: `code_${status}` });

/** A server with one campaign, a drawer for the backup, and a clock that is moved by hand. */
function desk(left: { draft: Draft; version: number } | null = null) {
  const server = { now: CAMPAIGN, puts: [] as Draft[], fault: null as ProblemError | null };
  let backup = left;
  let timer: (() => void) | null = null;
  const keeper = new DraftKeeper({
    campaign: CAMPAIGN,
    backup: {
      read: () => backup,
      write: (draft, version) => {
        backup = { draft, version };
      },
      clear: () => {
        backup = null;
      },
    },
    put: async (draft, version) => {
      if (server.fault) throw server.fault;
      if (version !== server.now.version) throw refusal(412);
      server.puts.push(draft);
      server.now = { ...server.now, ...draft, version: version + 1 };
      return server.now;
    },
    fetch: async () => server.now,
    later: (_milliseconds, run) => {
      timer = run;
      return () => {
        timer = null;
      };
    },
  });
  const tick = async () => {
    timer?.();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  };
  return { keeper, server, tick, backup: () => backup, waiting: () => timer !== null };
}

describe('a draft is kept', () => {
  test('on the screen and in the backup at once, on the server after a pause', async () => {
    const { keeper, server, tick, backup } = desk();
    keeper.change({ name: 'Spring walks' });
    expect(keeper.snapshot().draft.name).toBe('Spring walks');
    expect(backup()?.draft.name).toBe('Spring walks');
    expect(server.puts).toEqual([]);
    await tick();
    expect(server.now.name).toBe('Spring walks');
    expect(keeper.snapshot()).toMatchObject({ state: 'saved', saved: { version: 2 } });
    expect(backup()).toBeNull();
  });

  test('when a key is pressed while it is being saved', async () => {
    const { keeper, server, tick } = desk();
    keeper.change({ name: 'Spring w' });
    const saving = keeper.flush();
    keeper.change({ name: 'Spring walks' });
    await saving;
    expect(keeper.snapshot()).toMatchObject({ state: 'unsaved', draft: { name: 'Spring walks' } });
    await tick();
    expect(server.puts.map(({ name }) => name)).toEqual(['Spring w', 'Spring walks']);
    expect(keeper.snapshot().state).toBe('saved');
  });

  test('while the name is empty, without asking the server for the impossible', async () => {
    const { keeper, server, tick, backup } = desk();
    keeper.change({ name: '' });
    await tick();
    expect(server.puts).toEqual([]);
    expect(keeper.snapshot().state).toBe('unsaved');
    expect(backup()?.draft.name).toBe('');
  });

  test('when the server is away, and saved once it is back', async () => {
    const { keeper, server, tick, waiting } = desk();
    server.fault = refusal(503);
    keeper.change({ name: 'Spring walks' });
    await tick();
    expect(keeper.snapshot().state).toBe('failed');
    expect(waiting()).toBe(true);
    server.fault = null;
    await tick();
    expect(server.now.name).toBe('Spring walks');
  });

  test('but not offered again and again when the server refuses it', async () => {
    const { keeper, server, tick, waiting } = desk();
    server.fault = refusal(400);
    keeper.change({ name: 'x'.repeat(121) });
    await tick();
    expect(keeper.snapshot().state).toBe('failed');
    expect(waiting()).toBe(false);
  });
});

describe('when somebody else saved meanwhile', () => {
  const conflict = async () => {
    const all = desk();
    all.server.now = { ...CAMPAIGN, name: 'Theirs', version: 5 };
    all.keeper.change({ name: 'Mine' });
    await all.tick();
    expect(all.keeper.snapshot()).toMatchObject({
      state: 'conflict',
      draft: { name: 'Mine' },
      theirs: { name: 'Theirs' },
    });
    expect(all.server.now.name).toBe('Theirs');
    return all;
  };

  test('mine can be kept', async () => {
    const { keeper, server, tick } = await conflict();
    keeper.keepMine();
    await tick();
    expect(server.now).toMatchObject({ name: 'Mine', version: 6 });
  });

  test('theirs can be taken', async () => {
    const { keeper, server, backup } = await conflict();
    keeper.takeTheirs();
    expect(keeper.snapshot()).toMatchObject({ state: 'saved', draft: { name: 'Theirs' } });
    expect(server.puts).toEqual([]);
    expect(backup()).toBeNull();
  });

  test('what is typed on while both are shown is mine, and overwrites nothing', async () => {
    const { keeper, server, tick } = await conflict();
    keeper.change({ name: 'Mine, longer' });
    await tick();
    expect(server.now.name).toBe('Theirs');
    expect(keeper.snapshot()).toMatchObject({ state: 'conflict', draft: { name: 'Mine, longer' } });
  });
});

describe('a page that was closed too early', () => {
  const draft = { ...draftOf(CAMPAIGN), name: 'Left behind' };

  test('goes on with what was typed', async () => {
    const { keeper, server, tick } = desk({ draft, version: 1 });
    expect(keeper.snapshot().draft.name).toBe('Left behind');
    await tick();
    expect(server.now.name).toBe('Left behind');
  });

  test('asks, when the campaign was changed since', () => {
    const { keeper } = desk({ draft, version: 0 });
    expect(keeper.snapshot()).toMatchObject({
      state: 'conflict',
      draft: { name: 'Left behind' },
      theirs: { name: 'Spring' },
    });
  });
});
