import { Resolver } from 'node:dns/promises';
import type { Found, MxAnswer } from '@postern/core/domains';

/** What of Node's resolver is asked; tests give another. */
export type DnsResolver = Pick<
  Resolver,
  'resolveTxt' | 'resolveMx' | 'resolve4' | 'resolve6' | 'resolvePtr'
>;

/** The resolver of this machine, or servers that the operator names. */
export function openResolver(servers: readonly string[] = []): DnsResolver {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return resolver;
}

/** The DNS said that there is nothing: the name, or this type of it. */
const NONE = new Set(['ENOTFOUND', 'ENODATA']);

/** The answer of a look-up as a value. Never rejects: a look-up that failed is `unknown`. */
async function found<T>(asked: Promise<readonly T[]>): Promise<Found<T>> {
  try {
    const answers = await asked;
    return answers.length > 0 ? { kind: 'found', answers } : { kind: 'none' };
  } catch (error) {
    const code = codeOf(error);
    return NONE.has(code) ? { kind: 'none' } : { kind: 'unknown', code };
  }
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return typeof code === 'string' && /^[A-Z_0-9]{1,40}$/.test(code) ? code : 'no answer';
}

const joined = async (asked: Promise<string[][]>) =>
  (await asked).map((strings) => strings.join(''));

export const textsOf = (dns: DnsResolver, name: string): Promise<Found<string>> =>
  found(joined(dns.resolveTxt(name)));

export const mxOf = (dns: DnsResolver, name: string): Promise<Found<MxAnswer>> =>
  found(dns.resolveMx(name));

export const namesOf = (dns: DnsResolver, reverse: string): Promise<Found<string>> =>
  found(dns.resolvePtr(reverse));

/** Addresses of a name, of the family of `like`. */
export const addressesOf = (dns: DnsResolver, name: string, like: string): Promise<Found<string>> =>
  found(like.includes(':') ? dns.resolve6(name) : dns.resolve4(name));
