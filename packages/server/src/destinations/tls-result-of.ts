import {
  stsNames,
  TLS_FAILURES,
  type TlsFailure,
  type TlsPolicyType,
  type TlsResult,
  tlsFailureOf,
} from '@postern/core/delivery';
import type { SmtpFault, SmtpServer, TlsFacts } from '../smtp/index.ts';
import type { Route, Routing } from './route.ts';

/** How one connection went, or why none was tried: a row of the daily figures without its day. */
export interface TlsOutcome {
  readonly policyType: TlsPolicyType;
  /** Empty where no server was tried. */
  readonly mxHost: string;
  readonly result: TlsResult;
}

/**
 * What a connection to one server of a route says in the words of RFC 8460: what was agreed, or what
 * went wrong. Null for a fault that is not about security, and counts nowhere. Under a policy in
 * `testing` a certificate that proves nothing is a failure, though the mail has gone.
 */
export function tlsOutcomeOf(
  { sts }: Pick<Route, 'sts'>,
  { host, trust }: Pick<SmtpServer, 'host' | 'trust'>,
  how: TlsFacts | SmtpFault,
): TlsOutcome | null {
  const policyType = trust.kind === 'dane' ? 'tlsa' : sts === undefined ? 'no-policy-found' : 'sts';
  const told = (result: TlsResult): TlsOutcome => ({ policyType, mxHost: host, result });
  if ('code' in how) {
    const failure = tlsFailureOf(how, policyType);
    return failure === null ? null : told(failure);
  }
  if (policyType !== 'sts' || sts === undefined) return told('success');
  if (sts.mode === 'failed') return told(sts.result);
  const kept = stsNames(sts.mx, host) && how.verified !== 'unverified';
  return told(kept ? 'success' : 'validation-failure');
}

const BY_CODE: Readonly<Record<string, readonly [TlsPolicyType, TlsFailure]>> = {
  tlsa_unknown: ['tlsa', 'dnssec-invalid'],
  sts_no_match: ['sts', 'validation-failure'],
};

/** What a routing that leads nowhere says of the security of the way; null for nothing. */
export function tlsOutcomeOfRouting(routing: Routing): TlsOutcome | null {
  if (routing.kind === 'route') return null;
  const sts = TLS_FAILURES.find((failure) => failure === routing.code);
  const found = BY_CODE[routing.code] ?? (sts === undefined ? undefined : (['sts', sts] as const));
  if (found === undefined) return null;
  const [policyType, result] = found;
  return { policyType, mxHost: '', result };
}
