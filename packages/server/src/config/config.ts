import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { BadSetting } from './bad-setting.ts';
import { type KeyStores, keyStoresOf } from './key-store-config.ts';
import { readResolverAddress } from './resolver-address.ts';
import type { Environment, Setting } from './settings.ts';

export type Role = 'web' | 'worker' | 'all';
export type LogLevel = 'error' | 'warn' | 'info' | 'debug';

/** A port, and whether a person named it: a named port that is taken is an error. */
export interface Port {
  readonly number: number;
  readonly named: boolean;
}

export interface Config extends KeyStores {
  readonly dataDirectory: string;
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: Port;
  readonly smtpPort: Port;
  /** Where bounces and complaints come home. */
  readonly returns: {
    readonly host: string;
    readonly port: Port;
    /** A file with certificate and key; null: one is made at each start. */
    readonly certificateFile: string | null;
  };
  /** Null until the port is known. No slash at its end. */
  readonly publicUrl: string | null;
  /** A validating resolver, host and port as `readResolverAddress` reads them; with it DANE is on. */
  readonly resolver: string | null;
  readonly role: Role;
  /** Sending processes; 1 or more. */
  readonly senders: number;
  readonly demo: boolean;
  /** The IP addresses from which mail leaves; none: nobody named them. */
  readonly addresses: readonly string[];
  /** Zones of block lists to ask about those; none: off. */
  readonly blockLists: readonly string[];
  /** Whether places that people set (webhooks, syslog) may lie in the private network. */
  readonly privateTargets: boolean;
  readonly logLevel: LogLevel;
}

/** Reads the environment once. Throws `BadSetting` with a sentence for what does not fit. */
export function readConfig(env: Environment, isRoot: boolean): Config {
  const dataDirectory = dataDirectoryOf(env, isRoot);
  const publicUrl = publicUrlOf(env);
  const role = wordOf(env, 'POSTERN_ROLE', ['all', 'web', 'worker']);
  if (role === 'worker' && publicUrl === null) {
    throw new BadSetting(
      'POSTERN_PUBLIC_URL',
      '',
      'the address of the pages, which links in mail need and a worker does not know',
    );
  }
  return {
    dataDirectory,
    databaseUrl: databaseUrlOf(env),
    host: env.POSTERN_HOST || '127.0.0.1',
    port: portOf(env, 'POSTERN_PORT', 4460),
    smtpPort: portOf(env, 'POSTERN_SMTP_PORT', 4425),
    returns: {
      host: env.POSTERN_RETURNS_HOST || '127.0.0.1',
      port: portOf(env, 'POSTERN_RETURNS_PORT', 4426),
      certificateFile: env.POSTERN_RETURNS_CERTIFICATE
        ? resolve(env.POSTERN_RETURNS_CERTIFICATE)
        : null,
    },
    publicUrl,
    ...keyStoresOf(env, dataDirectory),
    resolver: resolverOf(env),
    role,
    senders: sendersOf(env),
    demo: wordOf(env, 'POSTERN_DEMO', ['yes', 'no']) === 'yes',
    addresses: listOf(env, 'POSTERN_ADDRESSES', (one) => isIP(one) !== 0, 'IP addresses'),
    blockLists: listOf(env, 'POSTERN_BLOCKLISTS', isZone, 'DNS zones such as zen.example.org'),
    privateTargets: wordOf(env, 'POSTERN_PRIVATE_TARGETS', ['no', 'yes']) === 'yes',
    logLevel: wordOf(env, 'POSTERN_LOG', ['warn', 'error', 'info', 'debug']),
  };
}

function dataDirectoryOf(env: Environment, isRoot: boolean): string {
  if (env.POSTERN_DATA) return resolve(env.POSTERN_DATA);
  if (isRoot) return '/var/lib/postern';
  if (env.XDG_DATA_HOME) return join(resolve(env.XDG_DATA_HOME), 'postern');
  if (env.HOME) return join(env.HOME, '.local/share/postern');
  throw new BadSetting('POSTERN_DATA', '', 'a directory, since HOME is not set either');
}

function databaseUrlOf(env: Environment): string | null {
  const value = env.DATABASE_URL;
  if (!value) return null;
  // the value holds a password: the message shows the scheme alone
  if (!/^postgres(ql)?:\/\//.test(value)) {
    const scheme = /^[a-z+]+:\/\//.exec(value)?.[0] ?? '';
    throw new BadSetting('DATABASE_URL', `${scheme}…`, 'postgres://user@host/database');
  }
  return value;
}

type PortSetting = 'POSTERN_PORT' | 'POSTERN_SMTP_PORT' | 'POSTERN_RETURNS_PORT';

function portOf(env: Environment, setting: PortSetting, or: number): Port {
  const value = env[setting];
  if (!value) return { number: or, named: false };
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 65_535) {
    throw new BadSetting(setting, value, 'a port from 1 to 65535');
  }
  return { number, named: true };
}

function resolverOf(env: Environment): string | null {
  const value = env.POSTERN_RESOLVER;
  if (!value) return null;
  if (readResolverAddress(value) === null) {
    throw new BadSetting(
      'POSTERN_RESOLVER',
      value,
      'an address or name, with a port where it is not 53, such as 127.0.0.1 or [::1]:5353',
    );
  }
  return value;
}

function sendersOf(env: Environment): number {
  const value = env.POSTERN_SENDERS;
  if (!value) return Math.min(availableParallelism(), 4);
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 64) {
    throw new BadSetting('POSTERN_SENDERS', value, 'a number from 1 to 64');
  }
  return number;
}

function publicUrlOf(env: Environment): string | null {
  const value = env.POSTERN_PUBLIC_URL;
  if (!value) return null;
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new BadSetting(
      'POSTERN_PUBLIC_URL',
      value,
      'an address such as https://mail.example.org',
    );
  }
  return url.href.replace(/\/$/, '');
}

function wordOf<const T extends readonly [string, ...string[]]>(
  env: Environment,
  setting: Setting,
  words: T,
): T[number] {
  const value = env[setting];
  if (!value) return words[0];
  if (!words.includes(value)) throw new BadSetting(setting, value, `one of ${words.join(', ')}`);
  return value;
}

const isZone = (one: string) => /^[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+$/.test(one);

/** Things with commas between them. */
function listOf(
  env: Environment,
  setting: Setting,
  fits: (one: string) => boolean,
  expected: string,
): readonly string[] {
  const given = (env[setting] ?? '').split(',').map((one) => one.trim());
  const list = given.filter((one) => one !== '');
  for (const one of list) {
    if (!fits(one)) throw new BadSetting(setting, one, `${expected}, with commas between`);
  }
  return list;
}
