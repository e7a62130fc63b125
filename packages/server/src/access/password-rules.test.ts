import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from '../keys/index.ts';
import { passwordFault } from './password-rules.ts';

const ROSA = { name: 'Rosa Alvarez', email: 'rosa.a@riverside.example.org' };

describe('a password', () => {
  it('has twelve characters at least, of whatever kind they are', () => {
    expect(passwordFault('elf quarzst', ROSA)).toContain('has 11 characters; expected at least 12');
    for (const fine of [
      'elf quarzste',
      '73 81 902 55',
      'ÄÖÜ ßéñ çøå ů',
      '猫が窓の外を静かに見ている夜',
    ]) {
      expect([fine, passwordFault(fine, ROSA)]).toEqual([fine, null]);
    }
  });

  it('may be long: a sentence, or what a password manager makes', () => {
    expect(passwordFault('k7#Qz'.repeat(200), ROSA)).toBe(null);
  });

  it.each(['password1234', 'Passwordpassword', 'iloveyou2026!', 'aaaabbbbaaaa', '123456123456'])(
    'is refused where it is tried first everywhere, or repeats itself: %s',
    (password) => {
      expect(passwordFault(password, ROSA)).not.toBe(null);
    },
  );

  it.each(['alvarez moon 73', 'my ROSA is red 1', 'riverside-tree-9'])(
    'is refused where it speaks of its user: %s',
    (password) => {
      expect(passwordFault(password, ROSA)).toContain('your name or address');
    },
  );
});

describe('a stored password', () => {
  it('is compared whole: no letter is changed, none is cut off, none is trimmed', async () => {
    const long =
      'A sentence of more than seventy-two bytes, at which older functions stop: the end counts';
    const stored = await hashPassword(long);
    expect(stored).not.toContain('sentence');
    expect(await verifyPassword(long, stored)).toBe(true);
    for (const other of [long.toLowerCase(), long.slice(0, -1), `${long} `, ` ${long}`]) {
      expect([other, await verifyPassword(other, stored)]).toEqual([other, false]);
    }
  });
});
