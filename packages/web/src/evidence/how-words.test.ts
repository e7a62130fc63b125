import { expect, test } from 'vitest';
import { howWords } from './how-words.ts';

const nothing = { host: null, peer: null, tls: null, said: null, deferrals: 0, againAt: null };
const mail = { ...nothing, way: 'mail' as const };
const tls = {
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  verified: 'dane' as const,
  sentence: 'the certificate is the one that the DNS publishes (DANE)',
};
const server = { host: 'mx.example.net', peer: '192.0.2.1' };

test.each([
  [
    'accepted',
    { ...mail, ...server, tls },
    [/^Went to mx\.example\.net \(192\.0\.2\.1\) under TLSv1\.3, .*DANE\)\.$/],
  ],
  [
    'failed',
    { ...mail, ...server, tls, said: { code: 550, enhanced: '5.1.1', text: 'no such user' } },
    [/^Tried at /, /^The server said: 550 5\.1\.1 no such user$/],
  ],
  [
    'deferred',
    { ...mail, said: { code: null, enhanced: null, text: 'Nothing answers at the mail server.' } },
    [/^Nothing answers at the mail server\.$/],
  ],
  [
    'deferred',
    { ...mail, said: { code: 451, enhanced: null, text: '' } },
    [/^The server said: 451$/],
  ],
  ['accepted', { ...nothing, way: 'portal' as const }, [/^It waits in the portal/]],
  ['queued', mail, []],
])('of one that is %s: %j', (state, delivery, words) => {
  const said = howWords(state, delivery);
  expect(said).toHaveLength(words.length);
  for (const [place, pattern] of words.entries()) expect(said[place]).toMatch(pattern);
});
