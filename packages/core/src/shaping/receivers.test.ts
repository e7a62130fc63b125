import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EVERYBODY,
  KNOWN_RECEIVERS,
  limitsFor,
  receiverTable,
  suffixProblem,
} from './receivers.ts';

const table = receiverTable();

describe('what a receiver likes', () => {
  it.each([
    ['(alt1.|alt2.|alt3.|alt4.|)gmail-smtp-in.l.google.com', 'Google', 5, 50],
    ['(alt1.aspmx.l.google.com|aspmx.l.google.com)', 'Google', 5, 50],
    ['aspmx2.googlemail.com', 'Google', 5, 50],
    ['(mta5|mta6|mta7).am0.yahoodns.net', 'Yahoo and AOL', 10, 20],
    ['(mx01|mx02).mail.icloud.com', 'Apple iCloud', 5, 5],
    ['outlook-com.olc.protection.outlook.com', 'Outlook.com and Hotmail', 5, 50],
    ['example-org.mail.protection.outlook.com', 'Microsoft 365', 5, 50],
    ['EXAMPLE-org.o-v1.MX.Microsoft.', 'Microsoft 365 (DANE)', 5, 50],
    ['mx.example.net', 'Everybody else', 10, 100],
    ['google.com.example.net', 'Everybody else', 10, 100],
    ['mx.notgoogle.com', 'Everybody else', 10, 100],
  ])('%s is %s', (site, label, connections, messagesPerConnection) => {
    expect(limitsFor(site, [], table)).toMatchObject({ label, connections, messagesPerConnection });
  });

  it('is known from the hosts alone, and only when all of them are of it', () => {
    expect(limitsFor('x', ['a.google.com', 'b.google.com'], table).label).toBe('Google');
    expect(limitsFor('x', ['a.google.com', 'mx.example.net'], table)).toBe(EVERYBODY);
  });

  it('is what an operator wrote in its place, the more exact suffix first', () => {
    const own = (suffix: string, label: string) => ({
      ...EVERYBODY,
      suffix,
      label,
      connections: 2,
    });
    const edited = receiverTable([
      own('google.com', 'Our Google'),
      own('*', 'The rest'),
      own('mx.example.net', 'One of them'),
      own('example.net', 'All of them'),
    ]);
    const labelOf = (site: string) => limitsFor(site, [], edited).label;
    expect(labelOf('aspmx.l.google.com')).toBe('Our Google');
    expect(labelOf('mx.example.net')).toBe('One of them');
    expect(labelOf('mail.example.net')).toBe('All of them');
    expect(labelOf('mx.example.com')).toBe('The rest');
    expect(edited.filter(({ suffix }) => suffix === 'google.com')).toHaveLength(1);
  });

  it('never is nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (site, hosts) => {
        const { connections, perSecond } = limitsFor(site, hosts, table);
        expect(Math.min(connections, perSecond)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('is named by a suffix that can be one', () => {
    for (const { suffix } of KNOWN_RECEIVERS) expect(suffixProblem(suffix)).toBeNull();
    for (const suffix of [
      '',
      'com',
      '.example.net',
      'Example.net',
      'a b.net',
      '*.net',
      'a@b.net',
    ]) {
      expect(suffixProblem(suffix)).toContain('Expected');
    }
  });
});
