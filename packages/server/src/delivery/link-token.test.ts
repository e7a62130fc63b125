import { createSecretKey, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkToken, organizationNumberOf, readToken } from './link-token.ts';
import { messageLinks } from './message-links.ts';

const keys = { linkKey: createSecretKey(randomBytes(32)) };
const others = { linkKey: createSecretKey(randomBytes(32)) };
const subject = fc.record({ campaignId: fc.uuid(), contactId: fc.uuid() });
const number = fc.integer({ min: 0, max: 2 ** 31 - 1 });
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

describe('a link token', () => {
  it('says whom it was made for, and is the same each time', () => {
    fc.assert(
      fc.property(number, subject, (organization, whom) => {
        const token = linkToken(keys, organization, whom);
        expect(readToken(keys, token)).toEqual(whom);
        expect(organizationNumberOf(token)).toBe(organization);
        expect(linkToken(keys, organization, whom)).toBe(token);
        expect(token).toMatch(/^[\w-]{86}$/);
      }),
    );
  });

  it('never reads once any letter of it is another', () => {
    const whom = { campaignId: crypto.randomUUID(), contactId: crypto.randomUUID() };
    const token = linkToken(keys, 7, whom);
    for (let place = 0; place < token.length; place++) {
      for (const letter of LETTERS) {
        if (letter === token[place]) continue;
        const altered = token.slice(0, place) + letter + token.slice(place + 1);
        expect(readToken(keys, altered)).toBeNull();
      }
    }
  });

  it('never reads with letters added, taken away or put otherwise, nor from any other text', () => {
    fc.assert(
      fc.property(subject, fc.string(), fc.nat(86), (whom, text, place) => {
        const token = linkToken(keys, 1, whom);
        fc.pre(text !== '');
        expect(readToken(keys, token.slice(0, place) + text + token.slice(place))).toBeNull();
        expect(readToken(keys, token.slice(0, place))).toEqual(place === 86 ? whom : null);
        expect(readToken(keys, text)).toBeNull();
      }),
    );
  });

  it('names no organization by a number that none can have', () => {
    const whom = { campaignId: crypto.randomUUID(), contactId: crypto.randomUUID() };
    expect(organizationNumberOf(linkToken(keys, 2 ** 31, whom))).toBeNull();
    expect(organizationNumberOf(linkToken(keys, 2 ** 32 - 1, whom))).toBeNull();
  });

  it('of one organization does not read with the key of another', () => {
    fc.assert(
      fc.property(subject, (whom) => {
        expect(readToken(others, linkToken(keys, 1, whom))).toBeNull();
      }),
    );
  });

  it('shows neither campaign nor contact in an address', () => {
    fc.assert(
      fc.property(subject, (whom) => {
        const links = messageLinks('https://mail.example.org', keys, 3, whom);
        const all = [links.link(0), links.open, links.unsubscribe];
        const shown = all.flatMap((url) => {
          const raw = Buffer.from(url.split('/')[4] ?? '', 'base64url').toString('hex');
          return [url, raw];
        });
        for (const id of [whom.campaignId, whom.contactId]) {
          for (const text of shown) {
            expect(text).not.toContain(id);
            expect(text).not.toContain(id.replaceAll('-', ''));
          }
        }
      }),
    );
  });
});
