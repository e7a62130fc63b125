import { describe, expect, it } from 'vitest';
import type { ConsentEvent, ConsentFact } from '../consent/index.ts';
import type { Expiry } from '../gate/index.ts';
import { documentOf } from './document-of.ts';
import { keepUntil } from './keep-until.ts';
import { startingForm } from './starting-form.ts';

let made = 0;
const event = (day: string, fact: ConsentFact): ConsentEvent => ({
  id: `e${made++}`,
  at: `${day}T15:00:00.000Z`,
  source: 'staff',
  fact,
});
const form = startingForm('marketing', { organization: 'Riverside', address: '1 River Road' });
const signed = (day: string, expiry: Expiry | null, id = 'a') =>
  event(day, {
    kind: 'authorization_signed',
    document: {
      ...documentOf(form, { signedOn: day, authority: null, copyGiven: true }, id),
      expiry,
    },
  });
const revoked = (day: string, id = 'a') =>
  event(day, { kind: 'authorization_revoked', documentId: id });
const expired = (day: string, on: string) =>
  event(day, { kind: 'authorization_expired', documentId: 'a', because: 'event', on });
const until = (on: string): Expiry => ({ kind: 'date', on });
const leaves: Expiry = { kind: 'event', name: 'I leave the practice', occurredOn: null };

describe('a signed document is kept for six years', () => {
  it.each([
    ['from its stated end', [signed('2026-01-05', until('2027-01-05'))], null, '2033-01-05'],
    [
      'from when it was put on file, where that is after its end',
      [signed('2026-01-05', until('2025-06-01'))],
      null,
      '2032-01-05',
    ],
    [
      'from its revocation',
      [signed('2026-01-05', until('2030-01-05')), revoked('2026-03-01')],
      null,
      '2032-03-01',
    ],
    [
      'from the later of two revocations, each a record of its own',
      [signed('2026-01-05', leaves), revoked('2026-03-01'), revoked('2026-04-02')],
      null,
      '2032-04-02',
    ],
    [
      'from the last message that relied on it',
      [signed('2026-01-05', until('2026-02-05'))],
      '2026-02-06T03:00:00Z',
      '2032-02-06',
    ],
    [
      'from when the event that it names was recorded',
      [signed('2026-01-05', leaves), expired('2026-05-03', '2026-05-01')],
      null,
      '2032-05-03',
    ],
    [
      'from when it was made, where it names no end and so was never in effect',
      [signed('2026-01-05', null)],
      null,
      '2032-01-05',
    ],
    [
      'and one day where that year has no such day',
      [signed('2028-02-29', null)],
      null,
      '2034-03-01',
    ],
  ] as const)('%s', (_, events, relied, day) => {
    expect(keepUntil('a', events, relied)).toBe(day);
  });

  it('and longer, as long as the event that it names has not come', () => {
    expect(keepUntil('a', [signed('2026-01-05', leaves)], null)).toBeNull();
  });

  it('from when the person was deleted, which ends what had no other end', () => {
    const forgotten = '2026-04-01T09:00:00Z';
    expect(keepUntil('a', [signed('2026-01-05', leaves)], null, forgotten)).toBe('2032-04-01');
    const dated = [signed('2026-01-05', until('2027-01-05'))];
    expect(keepUntil('a', dated, null, forgotten)).toBe('2033-01-05');
  });

  it('whatever becomes of another', () => {
    const events = [signed('2026-01-05', leaves), signed('2026-01-05', leaves, 'b')];
    expect(keepUntil('a', [...events, revoked('2026-03-01', 'b')], null)).toBeNull();
  });

  it('and is not asked about without being on file', () => {
    expect(() => keepUntil('a', [revoked('2026-03-01')], null)).toThrow(RangeError);
  });
});
