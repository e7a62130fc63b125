import { isIP } from 'node:net';
import { type Config, readResolverAddress } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';
import { type DnsResolver, openResolver } from './lookups.ts';

/** What the checks of domains stand on. */
export interface DomainDeps {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
  readonly dns: DnsResolver;
  /** The name under which this server is reached, for a way out that names none; null: unknown. */
  readonly host: string | null;
  /** The addresses from which mail leaves where a stream names none. */
  readonly addresses: readonly string[];
  /** Zones of block lists to ask; none: off. */
  readonly blockLists: readonly string[];
}

/** The host of an address of ours, where others can look it up by name. */
function hostOf(publicUrl: string | null): string | null {
  if (publicUrl === null || !URL.canParse(publicUrl)) return null;
  const { hostname } = new URL(publicUrl);
  const named = hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[');
  return named ? hostname : null;
}

interface Given {
  readonly config: Pick<Config, 'addresses' | 'blockLists' | 'publicUrl' | 'resolver'>;
  readonly database: Database;
  readonly keyring: Keyring;
  readonly now: () => Date;
  /** Missing: the resolver that the settings name, or the machine's own. */
  readonly dns?: DnsResolver;
}

/** The checks as the settings say. */
export function openDomainDeps({ config, database, keyring, now, dns }: Given): DomainDeps {
  const { addresses, blockLists, publicUrl, resolver } = config;
  const servers = resolver === null ? [] : serversOf(resolver);
  const host = hostOf(publicUrl);
  const asked = dns ?? openResolver(servers);
  return { database, keyring, now, dns: asked, host, addresses, blockLists };
}

/** Node's resolver takes addresses alone; one that is named is left to those who look up its name. */
function serversOf(resolver: string): readonly string[] {
  const read = readResolverAddress(resolver);
  if (read === null || isIP(read.host) === 0) return [];
  return [read.host.includes(':') ? `[${read.host}]:${read.port}` : `${read.host}:${read.port}`];
}
