import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const VAULT = {
  POSTERN_KEY_STORE: 'vault',
  POSTERN_VAULT_ADDRESS: 'https://vault.example.org',
  POSTERN_VAULT_TOKEN: 'hvs.example',
};

describe('the environment', () => {
  it('has a sensible answer for everything that is not set', () => {
    expect(readConfig({ HOME: '/home/ana' }, false)).toMatchObject({
      dataDirectory: '/home/ana/.local/share/postern',
      keyStore: { kind: 'file', path: '/home/ana/.local/share/postern-keys/kek' },
      keyStoreBefore: null,
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
    [{ POSTERN_KEY_STORE: 'gcp' }, 'POSTERN_KEY_STORE is “gcp”; expected one of file, aws-kms, v'],
    [{ POSTERN_KEY_STORE: 'aws-kms' }, 'POSTERN_KMS_KEY_ID is “”; expected the id, ARN or alias'],
    [{ POSTERN_KMS_KEY_ID: 'alias/x' }, 'POSTERN_KMS_KEY_ID is “…”; expected nothing, since'],
    [{ POSTERN_KEY_STORE_BEFORE: 'file' }, 'POSTERN_KEY_STORE_BEFORE is “file”; expected another'],
    [
      { POSTERN_DATA: '/x', POSTERN_KEY_FILE: '/x/keys/kek' },
      'POSTERN_KEY_FILE is “/x/keys/kek”; expected a place outside the data directory /x',
    ],
    [
      { ...VAULT, POSTERN_VAULT_ADDRESS: 'http://vault.example.org' },
      'POSTERN_VAULT_ADDRESS is “http',
    ],
    [{ ...VAULT, POSTERN_VAULT_TOKEN: '' }, 'POSTERN_VAULT_TOKEN is “”; expected a token of Vault'],
    [
      { ...VAULT, POSTERN_VAULT_ROLE_ID: 'r' },
      'POSTERN_VAULT_TOKEN is “…”; expected either a token, or POSTERN_VAULT_ROLE_ID',
    ],
    [
      { ...VAULT, POSTERN_VAULT_TOKEN: '', POSTERN_VAULT_ROLE_ID: 'r' },
      'POSTERN_VAULT_SECRET_ID is “”',
    ],
    [{ ...VAULT, POSTERN_VAULT_KEY: '../x' }, 'POSTERN_VAULT_KEY is “../x”; expected letters'],
  ])('%j is refused in a sentence', (env, sentence) => {
    expect(() => readConfig({ HOME: '/h', ...env }, false)).toThrow(sentence);
  });

  it('moves keys from one store to another', () => {
    const moving = { ...VAULT, POSTERN_KEY_STORE_BEFORE: 'file', POSTERN_KEY_FILE: '/etc/kek' };
    expect(readConfig({ HOME: '/h', ...moving }, false)).toMatchObject({
      keyStore: { kind: 'vault', mount: 'transit', key: 'postern', auth: { kind: 'token' } },
      keyStoreBefore: { kind: 'file', path: '/etc/kek' },
    });
  });

  it('never repeats the password of a database', () => {
    expect(() => readConfig({ HOME: '/h', DATABASE_URL: 'ana:secret@db' }, false)).not.toThrow(
      'secret',
    );
  });
});
