import type { AnswerOf } from '@postern/sdk';

export type TlsReport = AnswerOf<'getTlsReport'>;
export type TlsPolicy = TlsReport['report']['policies'][number];
type PolicyType = TlsPolicy['policy']['policy-type'];
type Failure = TlsPolicy['failure-details'][number]['result-type'];

/** What a domain demands of those who bring it mail. */
export const POLICY_WORDS: Record<PolicyType, string> = {
  tlsa: 'DANE: the certificate is published in the DNS',
  sts: 'MTA-STS: a certificate that verifies',
  'no-policy-found': 'None: encryption, whoever the server is',
};

/** The failures of RFC 8460 section 4.3, as people say them. */
export const FAILURE_WORDS: Record<Failure, string> = {
  'starttls-not-supported': 'The server offers no encryption',
  'certificate-host-mismatch': 'The certificate is another server’s',
  'certificate-expired': 'The certificate has expired',
  'certificate-not-trusted': 'Nobody we trust vouches for the certificate',
  'validation-failure': 'The policy was not kept, or no encryption could be agreed on',
  'tlsa-invalid': 'The certificate is not the one that the DNS publishes',
  'dnssec-invalid': 'The published certificate could not be looked up',
  'dane-required': 'No certificate is published, though one is demanded',
  'sts-policy-fetch-error': 'The announced policy could not be fetched',
  'sts-policy-invalid': 'The announced policy could not be read',
  'sts-webpki-invalid': 'The server that has the policy did not prove who it is',
};

/** Failures of one kind added up over servers, the most frequent first. */
export function failuresOf(policy: TlsPolicy): readonly (readonly [Failure, number])[] {
  const sums = new Map<Failure, number>();
  for (const detail of policy['failure-details']) {
    const type = detail['result-type'];
    sums.set(type, (sums.get(type) ?? 0) + detail['failed-session-count']);
  }
  return [...sums].toSorted(([, one], [, other]) => other - one);
}

/** Today in UTC, as the figures' days are: 'YYYY-MM-DD'. */
export const todayUtc = (): string => new Date().toISOString().slice(0, 10);

/** A day that an address asks for; none for anything else. */
export function dayOf(value: unknown): { day?: string } {
  const day = typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null;
  const time = day === null ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  const real = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day;
  return real && day !== null ? { day } : {};
}
