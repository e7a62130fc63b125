import { join, resolve } from 'node:path';
import { BadSetting } from './bad-setting.ts';
import type { Environment, Setting } from './settings.ts';

export interface FileKeyConfig {
  readonly kind: 'file';
  readonly path: string;
}

export interface KmsConfig {
  readonly kind: 'aws-kms';
  /** Id, ARN or alias of a symmetric key. */
  readonly keyId: string;
  /** The key that some are still wrapped with; null: none. */
  readonly oldKeyId: string | null;
  /** Null: as the environment of AWS says. */
  readonly region: string | null;
  readonly endpoint: string | null;
}

export interface VaultConfig {
  readonly kind: 'vault';
  /** No slash at its end. */
  readonly address: string;
  readonly namespace: string | null;
  readonly mount: string;
  /** Begins the name of each organization's key. */
  readonly key: string;
  readonly oldKey: string | null;
  readonly auth:
    | { readonly kind: 'token'; readonly token: string }
    | { readonly kind: 'approle'; readonly roleId: string; readonly secretId: string };
}

export type KeyStoreConfig = FileKeyConfig | KmsConfig | VaultConfig;

export interface KeyStores {
  readonly keyStore: KeyStoreConfig;
  /** Where the keys were kept before, until they are moved; null: nowhere else. */
  readonly keyStoreBefore: KeyStoreConfig | null;
}

const KINDS = ['file', 'aws-kms', 'vault'] as const;
type Kind = (typeof KINDS)[number];

/** Which settings speak of a store: they are refused where nobody asks that store. */
const OF: Readonly<Record<Kind, readonly Setting[]>> = {
  file: ['POSTERN_KEY_FILE'],
  'aws-kms': [
    'POSTERN_KMS_KEY_ID',
    'POSTERN_KMS_OLD_KEY_ID',
    'POSTERN_KMS_REGION',
    'POSTERN_KMS_ENDPOINT',
  ],
  vault: [
    'POSTERN_VAULT_ADDRESS',
    'POSTERN_VAULT_NAMESPACE',
    'POSTERN_VAULT_MOUNT',
    'POSTERN_VAULT_KEY',
    'POSTERN_VAULT_OLD_KEY',
    'POSTERN_VAULT_TOKEN',
    'POSTERN_VAULT_ROLE_ID',
    'POSTERN_VAULT_SECRET_ID',
  ],
};

/** Where the key-encryption key is. Throws `BadSetting` for settings that contradict each other. */
export function keyStoresOf(env: Environment, dataDirectory: string): KeyStores {
  const kind = kindOf(env, 'POSTERN_KEY_STORE') ?? 'file';
  const before = kindOf(env, 'POSTERN_KEY_STORE_BEFORE');
  if (before === kind) {
    throw new BadSetting(
      'POSTERN_KEY_STORE_BEFORE',
      before,
      'another kind of store than POSTERN_KEY_STORE: a new key of the same store needs no move',
    );
  }
  for (const one of KINDS) {
    const stray = one !== kind && one !== before && OF[one].find((name) => env[name]);
    if (stray) {
      throw new BadSetting(
        stray,
        '…',
        `nothing, since POSTERN_KEY_STORE is ${kind}. To move the keys from there, name ${one} in POSTERN_KEY_STORE_BEFORE`,
      );
    }
  }
  return {
    keyStore: storeOf(kind, env, dataDirectory),
    keyStoreBefore: before && storeOf(before, env, dataDirectory),
  };
}

function kindOf(env: Environment, setting: Setting): Kind | null {
  const value = env[setting];
  if (!value) return null;
  const kind = KINDS.find((one) => one === value);
  if (kind === undefined) throw new BadSetting(setting, value, `one of ${KINDS.join(', ')}`);
  return kind;
}

function storeOf(kind: Kind, env: Environment, dataDirectory: string): KeyStoreConfig {
  switch (kind) {
    case 'file':
      return { kind, path: fileOf(env, dataDirectory) };
    case 'aws-kms':
      return {
        kind,
        keyId: needed(env, 'POSTERN_KMS_KEY_ID', 'the id, ARN or alias of a symmetric KMS key'),
        oldKeyId: env.POSTERN_KMS_OLD_KEY_ID || null,
        region: env.POSTERN_KMS_REGION || null,
        endpoint: env.POSTERN_KMS_ENDPOINT ? urlOf(env, 'POSTERN_KMS_ENDPOINT') : null,
      };
    case 'vault':
      return {
        kind,
        address: urlOf(env, 'POSTERN_VAULT_ADDRESS'),
        namespace: env.POSTERN_VAULT_NAMESPACE || null,
        mount: pathOf(env, 'POSTERN_VAULT_MOUNT') ?? 'transit',
        key: pathOf(env, 'POSTERN_VAULT_KEY') ?? 'postern',
        oldKey: pathOf(env, 'POSTERN_VAULT_OLD_KEY'),
        auth: vaultAuth(env),
      };
  }
}

/**
 * Beside the data directory and not in it, so that a copy of the data is not a copy of the key.
 */
function fileOf(env: Environment, dataDirectory: string): string {
  const given = env.POSTERN_KEY_FILE;
  if (!given) return join(`${dataDirectory}-keys`, 'kek');
  const path = resolve(given);
  if (path.startsWith(`${dataDirectory}/`)) {
    throw new BadSetting(
      'POSTERN_KEY_FILE',
      given,
      `a place outside the data directory ${dataDirectory}: who copies the data must not get the key with it`,
    );
  }
  return path;
}

function vaultAuth(env: Environment): VaultConfig['auth'] {
  const { POSTERN_VAULT_TOKEN: token, POSTERN_VAULT_ROLE_ID: roleId } = env;
  const secretId = env.POSTERN_VAULT_SECRET_ID;
  if (token && (roleId || secretId)) {
    throw new BadSetting(
      'POSTERN_VAULT_TOKEN',
      '…',
      'either a token, or POSTERN_VAULT_ROLE_ID and POSTERN_VAULT_SECRET_ID, and not both',
    );
  }
  if (token) return { kind: 'token', token };
  if (roleId && secretId) return { kind: 'approle', roleId, secretId };
  throw new BadSetting(
    roleId ? 'POSTERN_VAULT_SECRET_ID' : 'POSTERN_VAULT_TOKEN',
    '',
    'a token of Vault, or an AppRole in POSTERN_VAULT_ROLE_ID and POSTERN_VAULT_SECRET_ID',
  );
}

function needed(env: Environment, setting: Setting, expected: string): string {
  const value = env[setting];
  if (!value) throw new BadSetting(setting, '', expected);
  return value;
}

/** Keys go over it: TLS, but on this machine. */
function urlOf(env: Environment, setting: Setting): string {
  const expected = 'an address such as https://keys.example.org, or http:// on this machine alone';
  const value = needed(env, setting, expected);
  const url = URL.canParse(value) ? new URL(value) : null;
  const local = url !== null && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  const fits = url?.protocol === 'https:' || (url?.protocol === 'http:' && local);
  if (!url || !fits || url.search || url.hash || url.username) {
    throw new BadSetting(setting, value, expected);
  }
  return url.href.replace(/\/$/, '');
}

function pathOf(env: Environment, setting: Setting): string | null {
  const value = env[setting];
  if (!value) return null;
  if (!/^[\w-]+(\/[\w-]+)*$/.test(value)) {
    throw new BadSetting(setting, value, 'letters, digits, - and _, with slashes between at most');
  }
  return value;
}
