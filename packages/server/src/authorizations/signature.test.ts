import { describe, expect, it } from 'vitest';
import { signatureFaults } from './signature.ts';

const JANE = { name: 'Jane Doe', drawn: null, signedOn: '2027-02-28', authority: null };
const END_OF_MONTH = new Date('2027-02-28T18:00:00Z');

describe('a signature', () => {
  it('is of a day that is today somewhere on earth, and of no other', () => {
    for (const signedOn of ['2027-02-28', '2027-03-01']) {
      expect(signatureFaults({ ...JANE, signedOn }, END_OF_MONTH)).toEqual({});
    }
    for (const signedOn of ['2027-02-27', '2027-02-29', '2027-02-99', '2027-03-00', '2027-03-02']) {
      expect(signatureFaults({ ...JANE, signedOn }, END_OF_MONTH)).toHaveProperty('day');
    }
  });

  it.each([
    'Jane\nSigned at: 2020-01-01T00:00:00Z',
    'Jane\r\nHow it was signed',
    'Jane\u0000',
    'Jane\u2028Date: 2020-01-01',
    'Jane \u202eeoD',
  ])('cannot speak for the file that it stands in: %j', (words) => {
    expect(signatureFaults({ ...JANE, name: words }, END_OF_MONTH)).toHaveProperty('name');
    const signed = { ...JANE, authority: words };
    expect(signatureFaults(signed, END_OF_MONTH)).toHaveProperty('authority');
  });

  it.each(['', '  ', '\u200b', '\u00ad\u2060', '...'])('is none without a letter: %j', (words) => {
    expect(signatureFaults({ ...JANE, name: words }, END_OF_MONTH)).toHaveProperty('name');
    const signed = { ...JANE, authority: words };
    expect(signatureFaults(signed, END_OF_MONTH)).toHaveProperty('authority');
  });

  it('is in any script', () => {
    for (const name of ['Zoë Núñez-O’Brien', 'محمد بن سلمان', '山田 太郎']) {
      expect(signatureFaults({ ...JANE, name }, END_OF_MONTH)).toEqual({});
    }
  });
});
