import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrubReply } from './scrub-reply.ts';

describe('a server’s words, scrubbed', () => {
  it.each([
    ['550 5.1.1 <ana.ruiz@example.org>: no such user', '550 5.1.1 […] no such user'],
    [
      '550 5.1.1 The account ana@example.org does not exist',
      '550 5.1.1 The account […] does not exist',
    ],
    ['550 "Ana Maria"@example.org rejected', '550 […] rejected'],
    ['550 josé@exämple.org rejected', '550 […] rejected'],
    ['550 Mailbox <ana ruiz> is full', '550 Mailbox <[…]> is full'],
    ['550 ana%40example.org is not here', '550 […] is not here'],
    ['550 ana @ example.org is not here', '550 […] is not here'],
    ['see https://mail.example.org/help?who=ana#x now', 'see https://mail.example.org/help now'],
    ['patient 20031977 unknown', 'patient […] unknown'],
    ['call (555) 010-4477 or 555-010-4477', 'call […] or […]'],
    ['421 4.7.28 Our system, 192.0.2.17, has detected an unusual rate', null],
    ['421-4.7.0 first line\r\n421 4.7.0 second', '421-4.7.0 first line 421 4.7.0 second'],
    ['a\u202Eb\u0007c', 'abc'],
  ])('%j', (text, scrubbed) => {
    expect(scrubReply(text)).toBe(scrubbed ?? text);
  });

  it('lose the mailbox that the sender knows of, wherever it stands alone', () => {
    expect(scrubReply('552 Mailbox JDoe is full (jdoe)', ['jdoe@example.org'])).toBe(
      '552 Mailbox […] is full ([…])',
    );
    expect(scrubReply('552 full', ['@example.org', 'nonsense'])).toBe('552 full');
  });

  const atom = fc.string({
    unit: fc.constantFrom('Q', 'X', '7', 'É', '日', '+', '=', '.', "'", '{'),
    minLength: 1,
    maxLength: 20,
  });
  const quoted = fc
    .array(fc.constantFrom('Q', 'X', 'É', ' ', '\\"', '\\\\', '@', '<', '>', '\u00A0'), {
      maxLength: 20,
    })
    .map((parts) => `"${parts.join('')}"`);
  const local = fc.oneof(
    atom,
    quoted,
    fc.tuple(atom, quoted).map(([a, b]) => `${a}.${b}`),
  );
  const around = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', ' ', '"', '\\', '<', '>', '@', '\r\n', '5', '.') }),
    fc.string({ unit: 'binary' }).map((text) => text.replace(/[QX7É日]/gu, '')),
  );
  const word = /[QX7É日]/u;

  it('keep nothing of an address’s local part, wherever it stands', () => {
    fc.assert(
      fc.property(
        around,
        local,
        around,
        fc.constantFrom(0, 980, 1000),
        (before, part, after, far) => {
          const scrubbed = scrubReply(
            `${'a '.repeat(far / 2)}${before}${part}@example.org${after}`,
          );
          expect(scrubbed).not.toMatch(word);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('keep nothing of what stands where the reading ends', () => {
    fc.assert(
      fc.property(local, fc.nat(40), (part, inside) => {
        const many = '<b@example.org>'.repeat(80).slice(0, 1000 - inside - 1);
        expect(scrubReply(`${many} ${part}@example.org`)).not.toMatch(word);
      }),
    );
  });

  it('are one printable line of at most 300 characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 6000 }), (text) => {
        const scrubbed = scrubReply(text);
        expect(scrubbed.length).toBeLessThanOrEqual(300);
        expect(scrubbed).not.toMatch(/\p{C}/u);
        expect(scrubbed).not.toContain('@');
      }),
    );
  });
});
