import { siteName, stsNames } from '@postern/core/delivery';
import type { SmtpServer, Trust } from '../smtp/index.ts';
import { type DeadEnd, forbidden, none, unknown } from './dead-end.ts';
import { type Addresses, findAddresses } from './find-addresses.ts';
import { findHosts, type Hosts, type HostsDeps } from './find-hosts.ts';
import { findSts, type Sts, type StsDeps } from './find-sts.ts';
import { findTlsa, type Tlsa } from './find-tlsa.ts';
import type { Learnt } from './kept.ts';
import type { Route, Routing } from './route.ts';

export interface RouteDeps extends HostsDeps, StsDeps {
  /** Whether a validating resolver was named. */
  readonly dane: boolean;
  /** 25; another in a laboratory. */
  readonly port: number;
  /** What we call ourselves in EHLO. */
  readonly name: string;
}

/** One mail server's name with what was found of it. */
interface Host {
  readonly name: string;
  readonly addresses: Addresses;
  readonly tlsa: Tlsa;
}

const MOST_SERVERS = 8;
const NO_TLSA: Tlsa = { kind: 'none', seconds: Number.POSITIVE_INFINITY };

/** One domain's way, from the MX records to the servers, and for how long it holds. */
export async function findRoute(deps: RouteDeps, domain: string): Promise<Learnt<Routing>> {
  const found = await findHosts(deps, domain);
  if (found.kind === 'dead_end') return learnt(found);
  const hosts = await Promise.all(found.names.map((name) => findHost(deps, found, name)));
  // a policy only matters to those for which no record speaks (RFC 8461 section 2)
  const needsSts = hosts.some(isReached);
  const sts: Sts = needsSts
    ? await findSts(deps, domain)
    : { kind: 'none', seconds: Number.POSITIVE_INFINITY };
  const servers = hosts.flatMap((host) => serversOf(deps, host, sts)).slice(0, MOST_SERVERS);
  const all = [found, sts, ...hosts.flatMap(({ addresses, tlsa }) => [addresses, tlsa])];
  const seconds = Math.min(...all.map((one) => one.seconds));
  if (servers.length === 0) return learnt(deadEnd(hosts, sts, seconds));
  const route: Route = { site: siteName(found.all), servers, ...noted(sts) };
  return { value: { kind: 'route', route }, seconds };
}

async function findHost(deps: RouteDeps, { authentic }: Hosts, name: string): Promise<Host> {
  const addresses = await findAddresses(deps, name);
  const vouched = deps.dane && authentic && addresses.kind === 'found' && addresses.authentic;
  const tlsa = vouched ? await findTlsa(deps.ask, addresses.names, deps.port) : NO_TLSA;
  return { name, addresses, tlsa };
}

/** Whether the host can be dialled, and no record of its own says whom to trust. */
const isReached = ({ addresses, tlsa }: Host) => addresses.kind === 'found' && tlsa.kind === 'none';

function serversOf(deps: RouteDeps, host: Host, sts: Sts): readonly SmtpServer[] {
  const { addresses, tlsa, name } = host;
  const trust = trustOf(host, sts);
  if (trust === null || addresses.kind !== 'found') return [];
  return addresses.addresses.map((address) => ({
    host: name,
    address,
    port: deps.port,
    tls: 'starttls',
    ...(tlsa.kind === 'usable' && { servername: tlsa.name }),
    authority: deps.authority,
    trust,
    login: null,
    name: deps.name,
  }));
}

/** Null for a host that mail may not go to: DANE goes before MTA-STS, and that before nothing. */
function trustOf({ name, tlsa }: Host, sts: Sts): Trust | null {
  if (tlsa.kind === 'usable') return { kind: 'dane', records: tlsa.records };
  if (tlsa.kind === 'unknown' || sts.kind === 'unknown') return null;
  if (sts.kind !== 'policy' || sts.policy.mode !== 'enforce') return { kind: 'noted' };
  return stsNames(sts.policy.mx, name) ? { kind: 'required', as: 'mta_sts' } : null;
}

/** Why there is no server: what nobody knows goes before what is known to be missing. */
function deadEnd(hosts: readonly Host[], sts: Sts, seconds: number): DeadEnd {
  if (sts.kind === 'unknown') return unknown(sts.result ?? 'sts_unknown', seconds);
  if (hosts.some(({ tlsa }) => tlsa.kind === 'unknown')) return unknown('tlsa_unknown', seconds);
  for (const { addresses } of hosts) {
    if (addresses.kind === 'unknown') return unknown(addresses.code, seconds);
  }
  if (hosts.some(isReached)) return forbidden('sts_no_match', seconds);
  const isPrivate = ({ addresses }: Host) =>
    addresses.kind === 'none' && addresses.why === 'private';
  if (hosts.some(isPrivate)) return forbidden('private_address', seconds);
  return none('no_mail_host', seconds);
}

/** What the daily figures are told of MTA-STS (RFC 8460). */
function noted(sts: Sts): Pick<Route, 'sts'> {
  if (sts.kind === 'unfetchable') return { sts: { mode: 'failed', result: sts.result } };
  if (sts.kind !== 'policy' || sts.policy.mode === 'none') return {};
  return { sts: { mode: sts.policy.mode, mx: sts.policy.mx } };
}

const learnt = ({ routing, seconds }: DeadEnd): Learnt<Routing> => ({ value: routing, seconds });
