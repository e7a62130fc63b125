import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Found } from './check.ts';
import { dmarcWalk, judgeDmarc, organizationalDomain, readDmarc } from './dmarc-record.ts';

const NONE: Found<string> = { kind: 'none' };
const text = (...answers: string[]): Found<string> => ({ kind: 'found', answers });

/** The walk upwards through a zone of `_dmarc` texts. */
const walk = (domain: string, zone: Readonly<Record<string, Found<string>>>) =>
  dmarcWalk(domain).map((name) => ({ domain: name, found: zone[name] ?? NONE }));

function judged(
  zone: Readonly<Record<string, Found<string>>>,
  [from, signing, returnPath] = [
    'mail.example.org',
    'mail.example.org',
    'bounces.mail.example.org',
  ],
) {
  const placed = (domain: string) => ({
    domain,
    organizational: organizationalDomain(walk(domain, zone)),
  });
  return judgeDmarc({
    from: walk(from ?? '', zone),
    signing: placed(signing ?? ''),
    returnPath: placed(returnPath ?? ''),
  });
}

describe('the walk to a DMARC record', () => {
  it('goes up one label at a time', () => {
    expect(dmarcWalk('a.mail.example.org')).toEqual([
      'a.mail.example.org',
      'mail.example.org',
      'example.org',
      'org',
    ]);
  });

  it('asks at most eight names, however long the domain (RFC 9989, 4.10)', () => {
    const name = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(name, (labels) => {
        const names = dmarcWalk(labels.join('.'));
        expect(names.length).toBeLessThanOrEqual(8);
        expect(names[0]).toBe(labels.join('.'));
        expect(names.at(-1)).toBe(labels.at(-1));
      }),
    );
  });

  it('finds the organization by its highest record, or by a psd tag', () => {
    const at = (zone: Readonly<Record<string, Found<string>>>) =>
      organizationalDomain(walk('a.mail.example.org', zone));
    expect(at({})).toBe('a.mail.example.org');
    expect(at({ 'example.org': text('v=DMARC1; p=none') })).toBe('example.org');
    expect(at({ org: text('v=DMARC1; p=reject; psd=y') })).toBe('example.org');
    const own = text('v=DMARC1; p=none; psd=n');
    expect(at({ 'mail.example.org': own, 'example.org': text('v=DMARC1; p=none') })).toBe(
      'mail.example.org',
    );
    expect(at({ 'example.org': { kind: 'unknown', code: 'ETIMEOUT' } })).toBeNull();
  });
});

describe('a DMARC record', () => {
  it.each([
    ['v=DMARC1; p=reject; adkim=s', { policy: 'reject', strictDkim: true, strictSpf: false }],
    ['v = DMARC1;p=None;sp=quarantine;', { policy: 'none', subdomains: 'quarantine' }],
  ])('is read: %s', (record, expected) => {
    expect(readDmarc(text('something else', record))).toMatchObject(expected);
  });

  it.each(['v=DMARC1', 'v=DMARC1; p=maybe', 'v=dmarc1; p=none', 'p=none; v=DMARC1', ''])(
    'is none: %s',
    (record) => {
      expect(readDmarc(text(record))).toBeNull();
    },
  );

  it('makes From, signature and return path belong together below one organization', () => {
    const zone = { 'example.org': text('v=DMARC1; p=quarantine') };
    expect(judged(zone)).toMatchObject({
      state: 'ok',
      sentence: expect.stringContaining('_dmarc.example.org asks receivers to put aside'),
    });
    expect(judged(zone, ['mail.example.org', 'example.org', 'example.org']).state).toBe('ok');
  });

  it('does not for somebody else’s domain, nor in strict mode for another of ours', () => {
    const zone = { 'example.org': text('v=DMARC1; p=none') };
    expect(judged(zone, ['example.org', 'example.net', 'example.org'])).toMatchObject({
      state: 'wrong',
      sentence: expect.stringContaining('example.net does not align'),
    });
    const strict = { 'example.org': text('v=DMARC1; p=none; adkim=s') };
    expect(judged(strict, ['mail.example.org', 'example.org', 'example.org']).state).toBe('wrong');
  });

  it('says that the return path does not align, which alone does no harm', () => {
    const zone = { 'example.org': text('v=DMARC1; p=none') };
    const finding = judged(zone, ['example.org', 'example.org', 'bounces.example.net']);
    expect(finding).toMatchObject({ state: 'ok', sentence: expect.stringContaining('not align') });
  });

  it('is missing, double, broken or unknown', () => {
    expect(judged({})).toMatchObject({
      state: 'missing',
      records: [{ name: '_dmarc.mail.example.org', type: 'TXT', value: 'v=DMARC1; p=none' }],
    });
    const twice = text('v=DMARC1; p=none', 'v=DMARC1; p=reject');
    expect(judged({ 'mail.example.org': twice }).sentence).toContain('2 DMARC records');
    expect(judged({ 'mail.example.org': text('v=DMARC1; p=all') }).state).toBe('wrong');
    const silent = { kind: 'unknown', code: 'ESERVFAIL' } as const;
    expect(judged({ 'mail.example.org': silent }).state).toBe('unknown');
    expect(judged({ 'example.org': silent }).state).toBe('unknown');
  });
});
