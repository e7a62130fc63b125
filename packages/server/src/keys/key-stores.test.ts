import { createSecretKey, randomBytes } from 'node:crypto';
import { readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type KeyServer, kmsServer } from '../../../../tests/support/kms-server.ts';
import { temporaryDirectory } from '../../../../tests/support/temporary-directory.ts';
import { type VaultServer, vaultServer } from '../../../../tests/support/vault-server.ts';
import { localKeyStore, open, openKeyStore, seal } from './index.ts';
import type { InstalledKeyStore } from './key-store.ts';

const RIVERSIDE = '01900000-0000-7000-8000-000000000001';
const HILLSIDE = '01900000-0000-7000-8000-000000000002';
const key = randomBytes(32);

/** What holds of every store. */
function keepsKeys(store: () => InstalledKeyStore) {
  it('gives back what it wrapped, which shows nothing of it', async () => {
    const wrapped = await store().wrap(key, RIVERSIDE);
    expect(wrapped.includes(key)).toBe(false);
    expect(await store().unwrap(wrapped, RIVERSIDE)).toEqual(key);
  });

  it('does not open the key of one organization as another’s', async () => {
    const wrapped = await store().wrap(key, RIVERSIDE);
    await store().wrap(key, HILLSIDE);
    await expect(store().unwrap(wrapped, HILLSIDE)).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
    });
  });

  it('opens nothing that was altered', async () => {
    const wrapped = await store().wrap(key, RIVERSIDE);
    const at = wrapped.length - 3;
    wrapped[at] = (wrapped[at] ?? 0) === 65 ? 66 : 65;
    await expect(store().unwrap(wrapped, RIVERSIDE)).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
    });
  });
}

describe('a key file', () => {
  let path: string;
  let store: InstalledKeyStore;
  beforeEach(async () => {
    path = join(temporaryDirectory('postern-kek-'), 'made/kek');
    store = await localKeyStore(path);
  });

  keepsKeys(() => store);

  it('is made at the first start, and only its owner reads it', async () => {
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(Buffer.from(await readFile(path, 'utf8'), 'base64')).toHaveLength(32);
    const wrapped = await store.wrap(key, RIVERSIDE);
    expect(await (await localKeyStore(path)).unwrap(wrapped, RIVERSIDE)).toEqual(key);
  });

  it('is not made where there is data already', async () => {
    const elsewhere = join(temporaryDirectory('postern-kek-'), 'kek');
    await expect(localKeyStore(elsewhere, { mayMake: false })).rejects.toThrow(
      `There is no key file ${elsewhere}, and the data was sealed with one.`,
    );
    await expect(stat(elsewhere)).rejects.toThrow('ENOENT');
  });

  it('opens what it wrapped before organizations had keys of their own in it', async () => {
    const root = createSecretKey(Buffer.from(await readFile(path, 'utf8'), 'base64'));
    const older = seal(root, key, `data-key:${RIVERSIDE}`);
    expect(await store.unwrap(older, RIVERSIDE)).toEqual(key);
  });

  it('of another installation is said to be the wrong one', async () => {
    const wrapped = await store.wrap(key, RIVERSIDE);
    await writeFile(path, `${randomBytes(32).toString('base64')}\n`);
    await expect(store.unwrap(wrapped, RIVERSIDE)).rejects.toThrow(
      'is not the one that this database was sealed with. Restore the key file that belongs to it.',
    );
  });

  it.each([
    ['short', 'AAAA', 'holds 3 bytes; expected 32 in base64'],
    ['cut off', '{"id":"12","nodes":{"0":', 'is damaged. Restore it from its backup'],
    ['of another form', '{"id":"12","nodes":{"x":"AAAA"}}', 'is damaged'],
  ])('that is %s is refused', async (_, text, sentence) => {
    await writeFile(path, text);
    await expect(store.wrap(key, RIVERSIDE)).rejects.toThrow(sentence);
  });

  it('that is away is waited for', async () => {
    const wrapped = await store.wrap(key, RIVERSIDE);
    await rename(path, `${path}.away`);
    await expect(store.unwrap(wrapped, RIVERSIDE)).rejects.toMatchObject({
      code: 'KEY_STORE_UNAVAILABLE',
    });
    await rename(`${path}.away`, path);
    expect(await store.unwrap(wrapped, RIVERSIDE)).toEqual(key);
  });

  it('takes a new key beside the old, which is needed until the end and not after it', async () => {
    const beginning = await store.wrap(key, RIVERSIDE);
    await store.beginRenewal();
    await store.beginRenewal();
    expect(await store.isCurrent(beginning)).toBe(false);
    const anew = await store.wrap(key, RIVERSIDE);
    expect(await store.isCurrent(anew)).toBe(true);
    const another = await localKeyStore(path);
    for (const wrapped of [beginning, anew]) {
      expect(await another.unwrap(wrapped, RIVERSIDE)).toEqual(key);
    }
    await store.endRenewal();
    expect((await stat(`${path}.before`)).mode & 0o777).toBe(0o600);
    await unlink(`${path}.before`);
    expect(await another.unwrap(anew, RIVERSIDE)).toEqual(key);
    await expect(another.unwrap(beginning, RIVERSIDE)).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
    });
  });

  it('forgets one organization for good, and keeps all others, those to come too', async () => {
    const gone = await store.wrap(key, RIVERSIDE);
    const stays = await store.wrap(key, HILLSIDE);
    const mark = await store.backupMark();
    expect((await store.forget(RIVERSIDE)).everywhere).toBe(true);
    await store.forget(RIVERSIDE);
    expect(await store.backupMark()).not.toBe(mark);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const another = await localKeyStore(path);
    await expect(another.unwrap(gone, RIVERSIDE)).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
    });
    await expect(another.wrap(key, RIVERSIDE)).rejects.toThrow('was destroyed');
    expect(await another.unwrap(stays, HILLSIDE)).toEqual(key);
    const later = '01900000-0000-7000-8000-000000000003';
    expect(await another.unwrap(await another.wrap(key, later), later)).toEqual(key);
    await another.forget(HILLSIDE);
    await expect(another.unwrap(stays, HILLSIDE)).rejects.toThrow();
    expect(await another.unwrap(await another.wrap(key, later), later)).toEqual(key);
  });
});

describe('AWS KMS', () => {
  let server: KeyServer;
  const before = { ...process.env };
  const storeOf = (keyId: string, oldKeyId: string | null = null) =>
    openKeyStore(
      {
        keyStore: { kind: 'aws-kms', keyId, oldKeyId, region: 'us-east-1', endpoint: server.url },
        keyStoreBefore: null,
      },
      { mayMake: true },
    );
  let store: InstalledKeyStore;
  beforeAll(async () => {
    process.env.AWS_ACCESS_KEY_ID = 'AKIAEXAMPLE';
    process.env.AWS_SECRET_ACCESS_KEY = 'example';
    server = await kmsServer(['alias/postern', 'alias/next']);
    store = await storeOf('alias/postern');
  });
  afterEach(() => {
    server.state = 'up';
  });
  afterAll(async () => {
    process.env = before;
    await server.close();
  });

  keepsKeys(() => store);

  it('is asked in its own form: signed, with the organization as encryption context', () => {
    expect(server.asked).toContain('TrentService.Encrypt');
    expect(server.asked).toContain('TrentService.Decrypt');
    expect(server.faults).toEqual([]);
  });

  it('moves from key to key while the old one is named, and asks no key that nobody named', async () => {
    const wrapped = await store.wrap(key, RIVERSIDE);
    const next = await storeOf('alias/next', 'alias/postern');
    expect(await next.unwrap(wrapped, RIVERSIDE)).toEqual(key);
    expect(await next.isCurrent(wrapped)).toBe(false);
    const alone = await storeOf('alias/next');
    const asked = server.asked.length;
    await expect(alone.unwrap(wrapped, RIVERSIDE)).rejects.toThrow('POSTERN_KMS_OLD_KEY_ID');
    expect(server.asked).toHaveLength(asked);
  });

  it.each(['down', 'refuses'] as const)('that is %s is waited for', async (state) => {
    const wrapped = await store.wrap(key, RIVERSIDE);
    server.state = state;
    const failing = await storeOf('alias/postern');
    await expect(failing.unwrap(wrapped, RIVERSIDE)).rejects.toMatchObject({
      code: 'KEY_STORE_UNAVAILABLE',
    });
    // who comes right after does not wait for the same again
    const asked = server.asked.length;
    await expect(failing.wrap(key, RIVERSIDE)).rejects.toThrow('cannot be used at the moment');
    expect(server.asked).toHaveLength(asked);
    server.state = 'up';
    expect(await store.unwrap(wrapped, RIVERSIDE)).toEqual(key);
  });

  it('says what of a destroyed organization backups still hold', async () => {
    const forgotten = await store.forget(RIVERSIDE);
    expect(forgotten.everywhere).toBe(false);
    expect(forgotten.sentence).toContain('delete those backups');
  });
});

describe('HashiCorp Vault', () => {
  const role = { roleId: 'role', secretId: 'secret' };
  let server: VaultServer;
  let store: InstalledKeyStore;
  const configOf = (over: object = {}) =>
    ({
      kind: 'vault',
      address: server.url,
      namespace: 'clinics',
      mount: 'transit',
      key: 'postern',
      oldKey: null,
      auth: { kind: 'token', token: 'hvs.example' },
      ...over,
    }) as const;
  const storeOf = (over: object = {}) =>
    openKeyStore({ keyStore: configOf(over), keyStoreBefore: null }, { mayMake: true });
  beforeAll(async () => {
    server = await vaultServer({ token: 'hvs.example', role, namespace: 'clinics' });
    store = await storeOf();
  });
  afterEach(() => {
    server.state = 'up';
  });
  afterAll(() => server.close());

  keepsKeys(() => store);

  it('is asked in its own form: namespace, and the organization as associated data', () => {
    expect(server.asked.some((one) => one.startsWith('POST /v1/transit/encrypt/'))).toBe(true);
    expect(server.faults).toEqual([]);
  });

  it('wraps by the newest version of its key, and opens what older ones wrapped', async () => {
    const wrapped = await store.wrap(key, RIVERSIDE);
    server.rotate();
    expect(await store.unwrap(wrapped, RIVERSIDE)).toEqual(key);
    await store.wrap(key, RIVERSIDE);
    expect(server.wrappedWith.at(-1)).toBeGreaterThan(server.wrappedWith.at(-2) ?? 0);
  });

  it('is signed in to by an AppRole, and again when its token has ended', async () => {
    const own = await vaultServer({ role });
    const by = await openKeyStore(
      {
        keyStore: {
          ...configOf({ namespace: null }),
          address: own.url,
          auth: { kind: 'approle', ...role },
        },
        keyStoreBefore: null,
      },
      { mayMake: true },
    );
    const wrapped = await by.wrap(key, RIVERSIDE);
    own.endTokens();
    expect(await by.unwrap(wrapped, RIVERSIDE)).toEqual(key);
    expect(own.asked.filter((one) => one.endsWith('approle/login'))).toHaveLength(2);
    expect(own.faults).toEqual([]);
    await own.close();
  });

  it.each(['down', 'refuses'] as const)('that is %s is waited for', async (state) => {
    const wrapped = await store.wrap(key, RIVERSIDE);
    server.state = state;
    const failing = await storeOf();
    await expect(failing.unwrap(wrapped, RIVERSIDE)).rejects.toMatchObject({
      code: 'KEY_STORE_UNAVAILABLE',
    });
    server.state = 'up';
    expect(await store.unwrap(wrapped, RIVERSIDE)).toEqual(key);
  });

  it('forgets one organization for good', async () => {
    const gone = await store.wrap(key, RIVERSIDE);
    const stays = await store.wrap(key, HILLSIDE);
    expect((await store.forget(RIVERSIDE)).everywhere).toBe(true);
    await store.forget(RIVERSIDE);
    await expect(store.unwrap(gone, RIVERSIDE)).rejects.toMatchObject({ code: 'KEY_UNAVAILABLE' });
    expect(await store.unwrap(stays, HILLSIDE)).toEqual(key);
  });
});

describe('a seal', () => {
  it('says which version of the key it is of, and opens with no other', async () => {
    const own = createSecretKey(key);
    const sealed = seal(own, 'text', 'row', 7);
    expect(sealed[0]).toBe(7);
    expect(open(own, sealed, 'row', 7).toString()).toBe('text');
    expect(() => open(own, sealed, 'row', 6)).toThrow('does not open');
  });
});

describe('a move from store to store', () => {
  it('opens what both wrapped, and wraps by the new one', async () => {
    const directory = temporaryDirectory('postern-kek-');
    const file = { kind: 'file', path: join(directory, 'kek') } as const;
    const old = await localKeyStore(file.path);
    const wrapped = await old.wrap(key, RIVERSIDE);
    const server = await vaultServer({ token: 't' });
    const vault = {
      kind: 'vault',
      address: server.url,
      namespace: null,
      mount: 'transit',
      key: 'postern',
      oldKey: null,
      auth: { kind: 'token', token: 't' },
    } as const;
    const both = await openKeyStore({ keyStore: vault, keyStoreBefore: file }, { mayMake: false });
    expect(await both.unwrap(wrapped, RIVERSIDE)).toEqual(key);
    expect(await both.isCurrent(wrapped)).toBe(false);
    const moved = await both.wrap(key, RIVERSIDE);
    const alone = await openKeyStore({ keyStore: vault, keyStoreBefore: null }, { mayMake: false });
    expect(await alone.unwrap(moved, RIVERSIDE)).toEqual(key);
    await expect(alone.unwrap(wrapped, RIVERSIDE)).rejects.toMatchObject({
      code: 'KEY_UNAVAILABLE',
    });
    await server.close();
  });
});
