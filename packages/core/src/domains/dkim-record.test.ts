import { describe, expect, it } from 'vitest';
import type { Found } from './check.ts';
import { dkimRecord, judgeDkim } from './dkim-record.ts';

const key = {
  domain: 'mail.example.org',
  selector: 'postern1',
  algorithm: 'rsa-sha256',
  publicKey: 'AAAA+B/8=',
} as const;
const published = (...answers: string[]): Found<string> => ({ kind: 'found', answers });
const judged = (text: string) => judgeDkim(key, published(text));

describe('the record of a DKIM key', () => {
  it('is what RFC 6376 and RFC 8463 say', () => {
    const name = 'postern1._domainkey.mail.example.org';
    expect(dkimRecord(key)).toEqual({ name, type: 'TXT', value: 'v=DKIM1; k=rsa; p=AAAA+B/8=' });
    expect(dkimRecord({ ...key, algorithm: 'ed25519-sha256' }).value).toContain('k=ed25519;');
  });

  it.each([
    'v=DKIM1; k=rsa; p=AAAA+B/8=',
    'p=AAAA+B/8=',
    'v=DKIM1;k=rsa;h=sha1:sha256;s=email;t=s;p= AAAA +B/8 = ;',
    'v=DKIM1; p=AAAA+B/8',
    'v=DKIM1; s=*; p=AAAA+B/8=',
  ])('is ours as %s', (text) => {
    expect(judged(text).state).toBe('ok');
  });

  it.each([
    ['v=DKIM1; k=rsa; p=AAAA+B/9=', 'another key is published'],
    ['v=DKIM1; k=rsa; p=', 'revoked'],
    ['v=DKIM1; k=ed25519; p=AAAA+B/8=', 'the type “ed25519”'],
    ['v=DKIM2; p=AAAA+B/8=', 'no DKIM key'],
    ['v=DKIM1; k=rsa', 'no DKIM key'],
    ['v=DKIM1; p=AAAA+B/8=; p=AAAA+B/8=', 'no DKIM key'],
    ['google-site-verification=1', 'no DKIM key'],
    ['v=DKIM1; h=sha1; p=AAAA+B/8=', 'SHA-256'],
    ['v=DKIM1; s=tlsrpt; p=AAAA+B/8=', 'for email'],
    ['v=DKIM1; t=y:s; p=AAAA+B/8=', 'testing'],
  ])('is wrong as %s', (text, reason) => {
    const finding = judged(text);
    expect(finding.state).toBe('wrong');
    expect(finding.sentence).toContain(reason);
    expect(finding.records).toEqual([dkimRecord(key)]);
  });

  it('is missing where the DNS says so, and unknown where it does not answer', () => {
    expect(judgeDkim(key, { kind: 'none' }).state).toBe('missing');
    expect(judgeDkim(key, { kind: 'unknown', code: 'ESERVFAIL' })).toMatchObject({
      state: 'unknown',
      sentence: expect.stringContaining('ESERVFAIL'),
    });
  });

  it('has to be the only one', () => {
    const twice = published('v=DKIM1; p=AAAA+B/8=', 'v=DKIM1; p=AAAA+B/8=');
    expect(judgeDkim(key, twice)).toMatchObject({ state: 'wrong' });
  });

  it('is ours in another form of the same key', () => {
    expect(judgeDkim(key, published('p=BBBB'), [key.publicKey, 'BBBB']).state).toBe('ok');
  });
});
