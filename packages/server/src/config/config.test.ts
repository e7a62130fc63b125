import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

describe('the environment', () => {
  it('has a sensible answer for everything that is not set', () => {
    expect(readConfig({ HOME: '/home/ana' }, false)).toMatchObject({
      dataDirectory: '/home/ana/.local/share/postern',
      keyFile: '/home/ana/.local/share/postern/keys/kek',
      databaseUrl: null,
      port: { number: 4460, named: false },
      resolver: null,
      role: 'all',
      demo: true,
    });
    expect(readConfig({}, true).dataDirectory).toBe('/var/lib/postern');
    expect(readConfig({ XDG_DATA_HOME: '/d', HOME: '/h' }, false).dataDirectory).toBe('/d/postern');
    expect(readConfig({ POSTERN_DATA: '/x', HOME: '/h' }, true).dataDirectory).toBe('/x');
  });

  it.each([
    [{ POSTERN_PORT: 'eighty' }, 'POSTERN_PORT is “eighty”; expected a port from 1 to 65535.'],
    [{ POSTERN_PORT: '70000' }, 'POSTERN_PORT is “70000”; expected a port from 1 to 65535.'],
    [{ POSTERN_ROLE: 'king' }, 'POSTERN_ROLE is “king”; expected one of all, web, worker.'],
    [
      { POSTERN_RESOLVER: 'https://dns.example.org' },
      'POSTERN_RESOLVER is “https://dns.example.org”',
    ],
    [{ POSTERN_PUBLIC_URL: 'ftp://x' }, 'POSTERN_PUBLIC_URL is “ftp://x”'],
    [{ POSTERN_ROLE: 'worker' }, 'POSTERN_PUBLIC_URL is “”'],
    [{ DATABASE_URL: 'mysql://ana:secret@db' }, 'DATABASE_URL is “mysql://…”'],
  ])('%j is refused in a sentence', (env, sentence) => {
    expect(() => readConfig({ HOME: '/h', ...env }, false)).toThrow(sentence);
  });

  it('never repeats the password of a database', () => {
    expect(() => readConfig({ HOME: '/h', DATABASE_URL: 'ana:secret@db' }, false)).not.toThrow(
      'secret',
    );
  });
});
