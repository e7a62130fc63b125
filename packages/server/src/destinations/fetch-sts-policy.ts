import { X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { checkServerIdentity } from 'node:tls';
import { readStsPolicy, type StsPolicy, type TlsFailure } from '@postern/core/delivery';
import { type AddressDeps, findAddresses } from './find-addresses.ts';

export interface FetchDeps extends AddressDeps {
  /** 443; another in a laboratory. */
  readonly policyPort: number;
  /** PEM of the authority to verify against; null for those that the runtime knows. */
  readonly authority: string | null;
  /** Milliseconds for all of it; RFC 8461 section 3.3 allows a minute. */
  readonly policyPatience: number;
}

export type FetchFailure = Extract<TlsFailure, `sts-${string}`>;
export type Fetched =
  | { readonly kind: 'fetched'; readonly policy: StsPolicy }
  | { readonly kind: 'failed'; readonly result: FetchFailure };

const MOST_BYTES = 65_536;
const MOST_ADDRESSES = 4;
const failed = (result: FetchFailure): Fetched => ({ kind: 'failed', result });

/**
 * The policy of a domain over HTTPS, RFC 8461 section 3.3: from `mta-sts.` and the domain, with a
 * certificate that verifies, 200 and plain text, and no other place that it points to. Never rejects.
 */
export async function fetchStsPolicy(deps: FetchDeps, domain: string): Promise<Fetched> {
  const host = `mta-sts.${domain}`;
  const found = await findAddresses(deps, host);
  if (found.kind !== 'found') return failed('sts-policy-fetch-error');
  const deadline = AbortSignal.timeout(deps.policyPatience);
  let last: Fetched = failed('sts-policy-fetch-error');
  for (const address of found.addresses.slice(0, MOST_ADDRESSES)) {
    last = await getPolicy(deps, host, address, deadline);
    if (last.kind === 'fetched' || deadline.aborted) break;
  }
  return last;
}

function getPolicy(
  { policyPort, authority }: FetchDeps,
  servername: string,
  address: string,
  signal: AbortSignal,
): Promise<Fetched> {
  return new Promise((resolve) => {
    const asked = request({
      host: address,
      port: policyPort,
      servername,
      path: '/.well-known/mta-sts.txt',
      headers: { host: servername, accept: 'text/plain' },
      // a connection of its own: none that was verified otherwise is used again
      agent: false,
      signal,
      minVersion: 'TLSv1.2',
      ...(authority !== null && { ca: authority }),
      checkServerIdentity: (name, peer) =>
        checkServerIdentity(name, peer) ?? (isNamed(peer.raw, name) ? undefined : wrongName()),
    });
    asked.on('error', (error) => {
      resolve(failed(isOfCertificate(error) ? 'sts-webpki-invalid' : 'sts-policy-fetch-error'));
    });
    asked.on('response', (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      const type = response.headers['content-type'] ?? '';
      if (response.statusCode !== 200 || !/^text\/plain\s*(;|$)/i.test(type)) {
        asked.destroy();
        resolve(failed('sts-policy-fetch-error'));
        return;
      }
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > MOST_BYTES) asked.destroy(new Error('The policy is longer than 64 KiB.'));
        else parts.push(part);
      });
      response.on('error', () => resolve(failed('sts-policy-fetch-error')));
      response.on('end', () => {
        const policy = readStsPolicy(Buffer.concat(parts).toString());
        resolve(policy === null ? failed('sts-policy-invalid') : { kind: 'fetched', policy });
      });
      response.on('close', () => resolve(failed('sts-policy-fetch-error')));
    });
    asked.end();
  });
}

/** The name stands among the certificate's DNS-IDs; a common name does not count (section 3.3). */
function isNamed(certificate: Buffer, name: string): boolean {
  const options = { subject: 'never', partialWildcards: false } as const;
  return new X509Certificate(certificate).checkHost(name, options) !== undefined;
}

const wrongName = () =>
  Object.assign(new Error('The certificate names another host.'), {
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });

/** The verdicts of OpenSSL and Node on a certificate; a connection that failed has another code. */
function isOfCertificate(error: Error): boolean {
  const code = 'code' in error ? String(error.code) : '';
  return /CERT|ISSUER|SIGNATURE|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH/.test(code);
}
