import { expect, it } from 'vitest';
import { makeLogger } from './logger.ts';

const away = (code: string) => Object.assign(new Error('away'), { code });

it('writes the same warning once a minute, and then how many were left out', () => {
  const lines: string[] = [];
  let now = 0;
  const log = makeLogger('info', { write: (line) => void lines.push(line) }, () => now);
  for (; now < 60_000; now += 500) log.warn({ error: away('57P03') }, 'It waits.');
  expect(lines).toHaveLength(1);
  log.warn({ error: away('57P03') }, 'It waits.');
  expect(lines.map((line) => JSON.parse(line).repeated)).toEqual([undefined, 119]);
});

it('writes each warning that differs, and each error', () => {
  const lines: string[] = [];
  const log = makeLogger('info', { write: (line) => void lines.push(line) }, () => 0);
  log.warn({ error: away('57P03') }, 'It waits.');
  log.warn({ error: away('53100') }, 'It waits.');
  log.warn({ error: away('53100'), task: 'import' }, 'It waits.');
  log.warn({ error: away('53100') }, 'It still waits.');
  log.error({}, 'It failed.');
  log.error({}, 'It failed.');
  expect(lines).toHaveLength(6);
});
