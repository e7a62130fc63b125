import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readPrivateKey } from './read-private-key.ts';

const pkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsa = (modulusLength: number) => generateKeyPairSync('rsa', { modulusLength });
const own = rsa(2048);
const ed25519 = generateKeyPairSync('ed25519');
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

describe('an own private key', () => {
  it.each([
    ['RSA as PKCS #8', pkcs8(own.privateKey), 'rsa-sha256'],
    [
      'RSA as PKCS #1',
      own.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString(),
      'rsa-sha256',
    ],
    ['RSA with Windows line ends', pkcs8(own.privateKey).replaceAll('\n', '\r\n'), 'rsa-sha256'],
    ['Ed25519', pkcs8(ed25519.privateKey), 'ed25519-sha256'],
  ])('can sign: %s', (_, pem, algorithm) => {
    const read = readPrivateKey(pem);
    expect(read).toMatchObject({ kind: 'key', algorithm });
  });

  it.each([
    [
      'a public key',
      own.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      'a public key',
    ],
    [
      'an encrypted key',
      own.privateKey
        .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
        .toString(),
      'encrypted',
    ],
    ['an EC key', pkcs8(ec), 'elliptic-curve'],
    [
      'an EC key of its own form',
      ec.export({ type: 'sec1', format: 'pem' }).toString(),
      'elliptic-curve',
    ],
    ['RSA of 1024 bits', pkcs8(rsa(1024).privateKey), '1024 bits. Keys below 2048'],
    ['RSA of 512 bits', pkcs8(rsa(512).privateKey), '512 bits. Receivers ignore'],
    [
      'RSA-PSS',
      pkcs8(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey),
      '“rsa-pss”',
    ],
    ['X25519', pkcs8(generateKeyPairSync('x25519').privateKey), '“x25519”'],
    ['a damaged key', pkcs8(own.privateKey).replace(/^M.{20}/m, 'A'), 'damaged'],
    ['garbage', 'not a key at all', 'no key in PEM form'],
  ])('is refused by its name: %s', (_, pem, sentence) => {
    const read = readPrivateKey(pem);
    expect(read).toEqual({ kind: 'unfit', sentence: expect.stringContaining(sentence) });
  });

  it('is never repeated in the sentence', () => {
    const damaged = pkcs8(own.privateKey).replace(/^M.{20}/m, 'A');
    const secret = damaged.split('\n')[3] ?? '';
    expect(JSON.stringify(readPrivateKey(damaged))).not.toContain(secret);
  });
});
