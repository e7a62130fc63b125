import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  composed,
  ED25519,
  filling,
  frame,
  RSA,
  template,
  verdicts,
} from '../../../../tests/mime/support.ts';
import { makePlan } from './index.ts';

const parts = { subject: 'Hi {{ name }}', html: '<p>{{ name }}\n  </p>', text: 'Dear {{ name }},' };
const one = () => composed(parts, filling({ name: 'Zo\u00eb' }, { toName: 'Zo\u00eb' }));

describe('both signatures', () => {
  test('verify, whatever the message holds', async () => {
    const names = fc.string({ unit: 'binary', minLength: 1 }).map((name) => `x${name}`);
    await fc.assert(
      fc.asyncProperty(names, fc.boolean(), async (name, wayOut) => {
        const over = wayOut ? { toName: name } : { unsubscribeUrl: null };
        const source = composed(parts, filling({ name }, over), { feedbackId: name });
        expect(await verdicts(source)).toEqual(['pass', 'pass']);
      }),
      { numRuns: 50 },
    );
  });

  test('verify for an address beyond ASCII', async () => {
    const given = filling(
      { name: 'A' },
      { address: 'an\u00e1@b\u00fccher.example.org', toName: 'A' },
    );
    expect(await verdicts(composed(parts, given, { replyTo: 'a@example.org' }))).toEqual([
      'pass',
      'pass',
    ]);
  });

  test('fail when any octet of the body or of a header is another', async () => {
    const source = one();
    const length = source.length;
    const begin = source.indexOf('From: ');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: begin, max: length - 3 }), async (place) => {
        const octet = source[place] ?? 0;
        // white space is what relaxed means
        fc.pre(octet > 0x20);
        const tampered = Buffer.from(source);
        tampered[place] = octet === 0x78 ? 0x79 : 0x78;
        expect(await verdicts(tampered)).not.toContain('pass');
      }),
      { numRuns: 50 },
    );
  });

  test.each(['From', 'To', 'Subject', 'Date', 'Content-Type', 'Content-Transfer-Encoding'])(
    'fail when somebody adds another %s',
    async (name) => {
      for (const before of ['From: ', 'DKIM-Signature: ']) {
        const text = one().toString('latin1').replace(before, `${name}: x\r\n${before}`);
        expect(await verdicts(Buffer.from(text, 'latin1'))).not.toContain('pass');
      }
    },
  );

  test('name every header but their own, and neither time nor length', () => {
    const source = composed(parts, filling({ name: 'A' }), {
      ...{ replyTo: 'a@example.org', feedbackId: 'a:b' },
    });
    const head = (source.toString('latin1').split('\r\n\r\n')[0] ?? '').replaceAll('\r\n ', ' ');
    const names = head.split('\r\n').map((line) => line.split(':')[0] ?? '');
    const signatures = head.split('\r\n').filter((line) => line.startsWith('DKIM-Signature'));
    expect(signatures).toHaveLength(2);
    for (const signature of signatures) {
      const listed = /h=([^;]*);/.exec(signature)?.[1]?.replaceAll(' ', '').split(':') ?? [];
      expect(listed).toEqual(expect.arrayContaining(names.slice(2)));
      expect(listed.filter((name) => name === 'From')).toHaveLength(2);
      expect(signature).not.toMatch(/[; ][tlx]=/);
    }
  });
});

test('a domain with one key has one signature', async () => {
  const source = composed(parts, filling({ name: 'A' }), { signingKeys: [RSA] });
  expect(await verdicts(source)).toEqual(['pass']);
});

test('the body is its own relaxed form, RFC 6376 section 3.4.4', () => {
  const source = one().toString('latin1');
  const body = source.slice(source.indexOf('\r\n\r\n') + 4);
  expect(body).not.toMatch(/ {2}|\t| \r\n|(?:\r\n){2}$/);
});

test.each([
  { ...RSA, algorithm: 'ed25519-sha256' } as const,
  { ...ED25519, algorithm: 'rsa-sha256' } as const,
])('a key of another kind makes no plan', (key) => {
  const make = () => makePlan(template(parts), { ...frame, signingKeys: [key] });
  expect(make).toThrow(/mail\.example\.org/);
});
