import { readHostName } from '@postern/core/delivery';
import { type DeadEnd, none, unknown } from './dead-end.ts';
import type { DnsAnswer } from './dns/answer.ts';
import type { Ask } from './dns/resolver.ts';

export interface HostsDeps {
  readonly ask: Ask;
  /** Our own mail servers' names. */
  readonly ownHosts: () => Promise<ReadonlySet<string>>;
  /** From 0 to below 1. */
  readonly chance: () => number;
}

/** The names of a domain's mail servers, in the order in which they are tried. */
export interface Hosts {
  readonly kind: 'hosts';
  readonly names: readonly string[];
  /** All that the domain names, whether or not they are tried: the site. */
  readonly all: readonly string[];
  /** DNSSEC vouches for the names. */
  readonly authentic: boolean;
  readonly seconds: number;
}

/** More than anybody has; who names more is not looked through to the end. */
const MOST_HOSTS = 10;

/**
 * The MX records of a domain, RFC 5321 section 5.1: by preference, equals in the order of chance. A
 * domain without any is its own mail server; one with a null MX (RFC 7505) takes no mail. Names that
 * are none (addresses, mostly) are passed over. Where we are one of the servers ourselves, only
 * those that are preferred to us remain, so that mail does not go in circles.
 */
export async function findHosts(deps: HostsDeps, domain: string): Promise<Hosts | DeadEnd> {
  const answer = await deps.ask(domain, 'MX');
  const { seconds } = answer;
  if (answer.kind === 'failed') return unknown(answer.code, seconds);
  if (answer.kind === 'no_such_name') return none('no_such_domain', seconds);
  const records = answer.kind === 'found' ? recordsOf(answer) : [{ host: domain, preference: 0 }];
  if (records.length === 1 && records[0]?.host === '.') return none('null_mx', seconds);
  const named = records.flatMap(({ host, preference }) => {
    const name = readHostName(host);
    return name === null ? [] : [{ name, preference }];
  });
  if (named.length === 0) return none('no_mail_host', seconds);
  const own = await deps.ownHosts();
  const ours = named.filter(({ name }) => own.has(name));
  const limit = Math.min(...ours.map(({ preference }) => preference));
  const left = named.filter(({ preference }) => preference < limit);
  if (left.length === 0) return none('mail_loop', seconds);
  const names = shuffled(left, deps.chance)
    .toSorted((one, other) => one.preference - other.preference)
    .map(({ name }) => name);
  return {
    kind: 'hosts',
    names: [...new Set(names)].slice(0, MOST_HOSTS),
    all: named.map(({ name }) => name),
    authentic: answer.authentic,
    seconds,
  };
}

function recordsOf(answer: Extract<DnsAnswer, { kind: 'found' }>) {
  return answer.records.flatMap((record) =>
    record.type === 'MX'
      ? [{ host: record.data.exchange, preference: record.data.preference ?? 0 }]
      : [],
  );
}

/** Fisher and Yates; the sort that follows is stable. */
function shuffled<T>(items: readonly T[], chance: () => number): readonly T[] {
  const result = [...items];
  for (let end = result.length - 1; end > 0; end--) {
    const at = Math.floor(chance() * (end + 1));
    const [one, other] = [result[end], result[at]];
    if (one === undefined || other === undefined) continue;
    result[at] = one;
    result[end] = other;
  }
  return result;
}
