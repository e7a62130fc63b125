import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readSignature, signatureBase } from './signature-base.ts';

describe('the example of RFC 9421, B.2.5', () => {
  const secret = Buffer.from(
    'uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==',
    'base64',
  );
  const values = new Map([
    ['date', 'Tue, 20 Apr 2021 02:07:55 GMT'],
    ['@authority', 'example.com'],
    ['content-type', 'application/json'],
  ]);
  const params =
    '("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"';

  it('has the signature that the RFC prints', () => {
    const base = signatureBase([...values.keys()], params, (name) => values.get(name) ?? null);
    expect(
      createHmac('sha256', secret)
        .update(base ?? '')
        .digest('base64'),
    ).toBe('pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=');
  });

  it('is not taken by us, since anybody could send it again: it has no nonce', () => {
    const signature = 'sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:';
    expect(readSignature(`sig-b25=${params}`, signature)).toContain('nonce');
  });
});

const INPUT = 'sig=("@method" "@path");created=1;nonce="0123456789abcdef";keyid="k"';

it.each([
  ['nothing', '', 'sig=:AA==:'],
  ['two signatures', `${INPUT}, b=("@method");created=1`, 'sig=:AA==:'],
  ['another label', INPUT, 'other=:AA==:'],
  ['another algorithm', `${INPUT};alg="none"`, 'sig=:AA==:'],
  ['no time', 'sig=("@method");nonce="0123456789abcdef";keyid="k"', 'sig=:AA==:'],
  ['no key', 'sig=("@method");created=1;nonce="0123456789abcdef"', 'sig=:AA==:'],
  ['a parameter of a component', INPUT.replace('"@path"', '"@path";req'), 'sig=:AA==:'],
  ['no base64', INPUT, 'sig=:<>:'],
])('with %s it cannot be read', (_what, input, signature) => {
  expect(readSignature(input, signature)).toBeTypeOf('string');
});

it('is read where it is whole', () => {
  expect(readSignature(INPUT, 'sig=:AAEC:')).toMatchObject({
    components: ['@method', '@path'],
    created: 1,
    nonce: '0123456789abcdef',
    keyId: 'k',
    signature: Buffer.from([0, 1, 2]),
  });
});

it('covers nothing that the request does not have', () => {
  expect(signatureBase(['x'], '("x")', () => null)).toBeNull();
});
