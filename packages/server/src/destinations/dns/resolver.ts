import { randomInt } from 'node:crypto';
import { getServers } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type ResolverAddress, readResolverAddress } from '../../config/index.ts';
import { kept } from '../kept.ts';
import { type DnsAnswer, type DnsReply, type DnsType, failed } from './answer.ts';
import { atMost } from './at-most.ts';
import { askByTcp, askByUdp } from './exchange.ts';

export interface ResolverOptions {
  /** POSTERN_RESOLVER; null for the system's servers, whose AD flag is not believed. */
  readonly resolver: string | null;
  /** The name servers where no resolver is named; the system's by default. */
  readonly servers?: readonly string[];
  readonly now: () => Date;
  /** Milliseconds that one server has for one answer. */
  readonly patience?: number;
  /** How many questions are put before it is given up. */
  readonly tries?: number;
  /** How many names are remembered. */
  readonly most?: number;
}

/** Never rejects; the same question that is under way is not asked twice. */
export type Ask = (name: string, type: DnsType) => Promise<DnsAnswer>;

export interface Resolver {
  readonly ask: Ask;
  close(): void;
}

const MOST_SOCKETS = 200;
const MOST_ALIASES = 4;

/** Asks the DNS: servers in order, UDP and then TCP; every answer is kept for as long as it holds. */
export function openResolver(options: ResolverOptions): Resolver {
  const { resolver, now, patience = 3000, tries = 4, most = 20_000 } = options;
  const named = resolver === null ? (options.servers ?? getServers()) : [resolver];
  const servers = named.map(readResolverAddress).filter((server) => server !== null);
  const validated = resolver !== null;
  const closed = new AbortController();
  const answers = kept<DnsAnswer>(most, now);
  const inLine = atMost(MOST_SOCKETS);

  const askOne = async (
    server: ResolverAddress,
    name: string,
    type: DnsType,
  ): Promise<DnsReply> => {
    const address = await addressOf(server.host);
    if (address === null) return failed('dns_unreachable');
    const exchange = { address, port: server.port, patience, signal: closed.signal };
    const question = () => ({ id: randomInt(65_536), name, type, validated });
    const reply = await askByUdp(question(), exchange);
    return reply.kind === 'truncated' ? askByTcp(question(), exchange) : reply;
  };

  /** The first server that knows; one that has said that it does not is not asked again. */
  const askAll = async (
    name: string,
    type: DnsType,
  ): Promise<Exclude<DnsReply, { kind: 'truncated' }>> => {
    let left = [...servers];
    let last = failed('dns_unreachable');
    for (
      let count = 0;
      count < Math.max(tries, servers.length) && !closed.signal.aborted;
      count++
    ) {
      const server = left[count % left.length];
      if (server === undefined) break;
      const reply = await askOne(server, name, type);
      if (reply.kind === 'truncated') continue;
      if (reply.kind !== 'failed') return reply;
      last = reply;
      if (reply.code !== 'dns_timeout') left = left.filter((one) => one !== server);
    }
    return last;
  };

  const look = async (name: string, type: DnsType): Promise<DnsAnswer> => {
    let at = name;
    let authentic = true;
    let seconds = Number.POSITIVE_INFINITY;
    for (let aliases = 0; aliases <= MOST_ALIASES; aliases++) {
      const reply = await askAll(at, type);
      if (reply.kind === 'failed') return reply;
      authentic &&= reply.authentic;
      seconds = Math.min(seconds, reply.seconds);
      if (reply.kind !== 'alias') return { ...reply, authentic, seconds };
      at = reply.target;
    }
    return failed('dns_malformed');
  };

  return {
    ask: (name, type) =>
      answers(`${type} ${name}`, async () => {
        const value = await inLine(() => look(name, type));
        return { value, seconds: value.seconds };
      }),
    close: () => closed.abort(),
  };
}

async function addressOf(host: string): Promise<string | null> {
  if (isIP(host) !== 0) return host;
  try {
    return (await lookup(host)).address;
  } catch {
    return null;
  }
}
