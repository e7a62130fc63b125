import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base32, fromBase32 } from './base32.ts';
import {
  feedbackAddress,
  isFeedbackAddress,
  organizationNumberOfAddress,
  readReturnPath,
  returnPath,
} from './return-path.ts';

const newKeys = () => ({
  returnKeys: { mac: createSecretKey(randomBytes(32)), cipher: createSecretKey(randomBytes(32)) },
});
const keys = newKeys();
const others = newKeys();
const number = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const subject = fc.record({ campaignNumber: number, contactId: fc.uuid() });
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789-';
const localOf = (address: string) => address.slice(0, address.lastIndexOf('@'));

describe('a return path', () => {
  it('says whom it was made for, in any case, and is the same each time', () => {
    fc.assert(
      fc.property(number, subject, (organization, whom) => {
        const address = returnPath(keys, organization, whom, 'bounces.example.org');
        expect(readReturnPath(keys, address)).toEqual(whom);
        expect(readReturnPath(keys, address.toUpperCase())).toEqual(whom);
        expect(organizationNumberOfAddress(address.toUpperCase())).toBe(organization);
        expect(returnPath(keys, organization, whom, 'bounces.example.org')).toBe(address);
      }),
    );
  });

  it('has a local part of at most 64 octets: letters in lower case, digits and hyphens', () => {
    fc.assert(
      fc.property(number, subject, (organization, whom) => {
        const local = localOf(returnPath(keys, organization, whom, 'bounces.example.org'));
        expect(local).toMatch(/^[a-z0-9-]{1,64}$/);
      }),
    );
  });

  it('never reads once any letter of it is another', () => {
    const whom = { campaignNumber: 41, contactId: crypto.randomUUID() };
    const local = localOf(returnPath(keys, 7, whom, 'example.org'));
    for (let place = 0; place < local.length; place++) {
      for (const letter of LETTERS) {
        if (letter === local[place]) continue;
        const altered = `${local.slice(0, place)}${letter}${local.slice(place + 1)}@example.org`;
        expect(readReturnPath(keys, altered)).toBeNull();
      }
    }
  });

  it('never reads with letters added or taken away, nor from any other text', () => {
    fc.assert(
      fc.property(subject, fc.string({ minLength: 1 }), fc.nat(60), (whom, text, place) => {
        fc.pre(!text.startsWith('@'));
        const local = localOf(returnPath(keys, 1, whom, 'example.org'));
        const longer = `${local.slice(0, place)}${text}${local.slice(place)}`;
        expect(readReturnPath(keys, `${longer}@example.org`)).toBeNull();
        expect(readReturnPath(keys, local.slice(0, place))).toEqual(place === 60 ? whom : null);
        expect(readReturnPath(keys, text)).toBeNull();
      }),
    );
  });

  it('of one organization does not read with the keys of another', () => {
    fc.assert(
      fc.property(subject, (whom) => {
        expect(readReturnPath(others, returnPath(keys, 1, whom, 'example.org'))).toBeNull();
      }),
    );
  });

  it('shows neither the contact nor the campaign', () => {
    fc.assert(
      fc.property(subject, (whom) => {
        const address = returnPath(keys, 3, whom, 'example.org');
        const raw = fromBase32(localOf(address).slice(2))?.toString('hex') ?? '';
        expect(raw).not.toContain(whom.contactId.replaceAll('-', ''));
        const other = returnPath(keys, 3, { ...whom, campaignNumber: 0 }, 'example.org');
        if (whom.campaignNumber !== 0) expect(other.slice(9, 30)).not.toBe(address.slice(9, 30));
      }),
    );
  });
});

describe('the address for feedback loops', () => {
  it('is known by its organization alone', () => {
    const address = feedbackAddress(keys, 9, 'bounces.example.org');
    expect(localOf(address)).toMatch(/^f-[a-z2-7]{26}$/);
    expect(organizationNumberOfAddress(address)).toBe(9);
    expect(isFeedbackAddress(keys, address.toUpperCase())).toBe(true);
    expect(isFeedbackAddress(others, address)).toBe(false);
    expect(isFeedbackAddress(keys, feedbackAddress(others, 9, 'example.org'))).toBe(false);
    expect(readReturnPath(keys, address)).toBeNull();
  });
});

describe('base32', () => {
  it('gives back what was put in, and knows one spelling of it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        const text = base32(bytes);
        expect(fromBase32(text)).toEqual(Buffer.from(bytes));
        const read = fromBase32(`${text.slice(0, -1)}${text.endsWith('b') ? 'c' : 'b'}`);
        if (text !== '' && read !== null) expect(base32(read)).not.toBe(text);
      }),
    );
  });
});
