import type { Database } from '../database/index.ts';
import type { Keyring } from '../keys/index.ts';
import type { DnsResolver } from './lookups.ts';

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
export function hostOf(publicUrl: string | null): string | null {
  if (publicUrl === null || !URL.canParse(publicUrl)) return null;
  const { hostname } = new URL(publicUrl);
  const named = hostname.includes('.') && !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[');
  return named ? hostname : null;
}
