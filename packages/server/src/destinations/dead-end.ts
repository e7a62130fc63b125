import type { DnsFailure } from './dns/answer.ts';
import type { Routing } from './route.ts';

/** A routing that leads nowhere, and for how many seconds that holds. */
export interface DeadEnd {
  readonly kind: 'dead_end';
  readonly routing: Exclude<Routing, { kind: 'route' }>;
  readonly seconds: number;
}

/*
 * No sentence names the domain: small ones are as good as a person's name, and sentences are kept
 * and shown where addresses are not.
 */
const NONE = {
  invalid_domain: 'The part after the @ is no domain that mail can be sent to.',
  no_such_domain: 'The domain does not exist.',
  null_mx: 'The domain says that it takes no mail (null MX, RFC 7505).',
  mail_loop: 'The domain’s mail is to come to this very server, which does not take it in.',
  no_mail_host:
    'No mail server of the domain has an address: its MX records name hosts that do not exist or are no names.',
} as const;

const UNKNOWN = {
  dns_timeout: 'The name servers did not answer in time.',
  dns_unreachable: 'The name servers cannot be reached.',
  dns_servfail:
    'The name servers could not look the domain up, or what they found was forged (SERVFAIL).',
  dns_refused: 'The name servers refused to answer us (REFUSED).',
  dns_malformed: 'The name servers’ answer cannot be read.',
  dns_lame: 'The name servers do not look names up for us: they are not resolvers.',
  tlsa_unknown: 'Whether the mail server’s certificate is published (TLSA) could not be looked up.',
  sts_unknown: 'Whether the domain demands verified encryption (MTA-STS) could not be looked up.',
  'sts-policy-fetch-error': 'The domain announces an MTA-STS policy that cannot be fetched.',
  'sts-policy-invalid': 'The domain announces an MTA-STS policy that cannot be read.',
  'sts-webpki-invalid':
    'The domain announces an MTA-STS policy, but the certificate of the server that has it does not verify.',
  only_ipv6: 'The domain’s mail servers have IPv6 addresses alone, and this machine has none.',
  look_up_broken: 'The look-up broke off on our side.',
} as const satisfies Readonly<Record<DnsFailure, string>> & Readonly<Record<string, string>>;

const FORBIDDEN = {
  sts_no_match:
    'The domain’s MTA-STS policy is enforced, and none of its mail servers is one that the policy names.',
  private_address:
    'The domain’s mail servers have addresses of private networks alone, and those are not dialled.',
} as const;

const WHY: Readonly<Record<string, string>> = { ...NONE, ...UNKNOWN, ...FORBIDDEN };

/** Why there was no way to somebody's server, from the code that is recorded; null for none of ours. */
export function whyNoWay(code: string): string | null {
  return Object.hasOwn(WHY, code) ? (WHY[code] ?? null) : null;
}

export type UnknownCode = keyof typeof UNKNOWN;

/** For good. */
export function none(code: keyof typeof NONE, seconds: number): DeadEnd {
  return { kind: 'dead_end', routing: { kind: 'none', code, sentence: NONE[code] }, seconds };
}

/** Nobody can say: asked again later. */
export function unknown(code: UnknownCode, seconds: number): DeadEnd {
  return { kind: 'dead_end', routing: { kind: 'unknown', code, sentence: UNKNOWN[code] }, seconds };
}

/** For now. */
export function forbidden(code: keyof typeof FORBIDDEN, seconds: number): DeadEnd {
  return {
    kind: 'dead_end',
    routing: { kind: 'forbidden', code, sentence: FORBIDDEN[code] },
    seconds,
  };
}
