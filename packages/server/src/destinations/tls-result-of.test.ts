import { describe, expect, it } from 'vitest';
import type { SmtpFault, TlsFacts, Trust } from '../smtp/index.ts';
import type { Route, Routing } from './route.ts';
import { tlsOutcomeOf, tlsOutcomeOfRouting } from './tls-result-of.ts';

const NOTED: Trust = { kind: 'noted' };
const DANE: Trust = { kind: 'dane', records: [] };
const STS: Trust = { kind: 'required', as: 'mta_sts' };
const testing = (...mx: string[]): Pick<Route, 'sts'> => ({ sts: { mode: 'testing', mx } });
const facts = (verified: TlsFacts['verified']): TlsFacts => ({
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  verified,
});
const fault = (code: string, originalCode?: string): SmtpFault =>
  originalCode === undefined ? { code } : { code, originalCode };

describe('how a connection went, for the daily figures', () => {
  it.each<[string, Pick<Route, 'sts'>, Trust, TlsFacts | SmtpFault, string | null]>([
    ['no policy, encrypted', {}, NOTED, facts('unverified'), 'no-policy-found success'],
    [
      'no policy, no STARTTLS',
      {},
      NOTED,
      fault('ENOSTARTTLS'),
      'no-policy-found starttls-not-supported',
    ],
    ['DANE, a record fits', {}, DANE, facts('dane'), 'tlsa success'],
    ['DANE, none fits', {}, DANE, fault('ETLS', 'TLSA_MISMATCH'), 'tlsa tlsa-invalid'],
    ['DANE beside a policy', testing('mx.example.net'), DANE, facts('dane'), 'tlsa success'],
    [
      'enforce, verified',
      { sts: { mode: 'enforce', mx: ['*.example.net'] } },
      STS,
      facts('mta_sts'),
      'sts success',
    ],
    [
      'enforce, expired',
      { sts: { mode: 'enforce', mx: ['*.example.net'] } },
      STS,
      fault('ETLS', 'CERT_HAS_EXPIRED'),
      'sts certificate-expired',
    ],
    [
      'testing, verified',
      testing('mx.example.net'),
      NOTED,
      facts('public_authorities'),
      'sts success',
    ],
    [
      'testing, not verified',
      testing('mx.example.net'),
      NOTED,
      facts('unverified'),
      'sts validation-failure',
    ],
    [
      'testing, another host',
      testing('mx.example.org'),
      NOTED,
      facts('public_authorities'),
      'sts validation-failure',
    ],
    [
      'unfetchable',
      { sts: { mode: 'failed', result: 'sts-webpki-invalid' } },
      NOTED,
      facts('unverified'),
      'sts sts-webpki-invalid',
    ],
    ['not there', {}, NOTED, fault('ECONNREFUSED'), null],
  ])('%s', (_rule, route, trust, how, expected) => {
    const outcome = tlsOutcomeOf(route, { host: 'mx.example.net', trust }, how);
    expect(outcome && `${outcome.policyType} ${outcome.result}`).toBe(expected);
    expect(outcome?.mxHost ?? 'mx.example.net').toBe('mx.example.net');
  });
});

describe('a way that leads nowhere, for the daily figures', () => {
  it.each<[string, string | null]>([
    ['tlsa_unknown', 'tlsa dnssec-invalid'],
    ['sts_no_match', 'sts validation-failure'],
    ['sts-policy-fetch-error', 'sts sts-policy-fetch-error'],
    ['sts-policy-invalid', 'sts sts-policy-invalid'],
    ['sts-webpki-invalid', 'sts sts-webpki-invalid'],
    ['dns_servfail', null],
    ['null_mx', null],
  ])('%s is %s', (code, expected) => {
    const routing: Routing = { kind: 'unknown', code, sentence: '' };
    const outcome = tlsOutcomeOfRouting(routing);
    expect(outcome && `${outcome.policyType} ${outcome.result}`).toBe(expected);
  });
});
