import { describe, expect, it } from 'vitest';
import { isPassing, whileAway } from './while-away.ts';

const failing = (message: string, code?: string) => Object.assign(new Error(message), { code });

describe('an error of the database', () => {
  it.each([
    failing('terminating connection due to administrator command', '57P01'),
    failing('the database system is starting up', '57P03'),
    failing('deadlock detected', '40P01'),
    failing('connect ECONNREFUSED', 'ECONNREFUSED'),
    failing('write EPIPE', 'EPIPE'),
    failing('Connection terminated unexpectedly'),
    failing('timeout exceeded when trying to connect'),
    failing('No space left on device', '53100'),
  ])('passes by itself: $message', (error) => expect(isPassing(error)).toBe(true));

  it.each([
    failing('column does not exist', '42703'),
    failing('duplicate key', '23505'),
    failing('A sealed value does not open', 'SEAL_BROKEN'),
    new TypeError('x is not a function'),
    'text',
  ])('does not: %s', (error) => expect(isPassing(error)).toBe(false));

  it('is waited out as long as it passes, and no further', async () => {
    let tries = 0;
    const away = async () => {
      tries++;
      if (tries < 3) throw failing('gone', '57P01');
      return 'done';
    };
    expect(await whileAway(away, () => {})).toBe('done');
    await expect(
      whileAway(
        () => Promise.reject(failing('x', '42703')),
        () => {},
      ),
    ).rejects.toThrow('x');
    await expect(
      whileAway(
        () => Promise.reject(failing('gone', '57P01')),
        () => {},
        () => true,
      ),
    ).rejects.toThrow('gone');
  });
});
