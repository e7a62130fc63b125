import { describe, expect, it } from 'vitest';
import { readKeyText } from './key-text.ts';

const pem = (label: string, body = 'AAAA') =>
  `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----`;

describe('a pasted key', () => {
  it.each(['PRIVATE KEY', 'RSA PRIVATE KEY'])('may be a %s, with anything around it', (label) => {
    const read = readKeyText(`\r\n  Bag Attributes\n${pem(label)}\n\n`);
    expect(read).toEqual({ kind: 'private', pem: `${pem(label)}\n` });
  });

  it.each([
    [pem('PUBLIC KEY'), 'a public key'],
    [pem('RSA PUBLIC KEY'), 'a public key'],
    [pem('CERTIFICATE'), 'a certificate.'],
    [pem('CERTIFICATE REQUEST'), 'a certificate request'],
    [pem('ENCRYPTED PRIVATE KEY'), 'encrypted'],
    [
      pem('RSA PRIVATE KEY', 'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA'),
      'encrypted',
    ],
    [pem('EC PRIVATE KEY'), 'elliptic-curve'],
    [pem('DSA PRIVATE KEY'), 'DSA'],
    [pem('OPENSSH PRIVATE KEY'), 'OpenSSH'],
    [pem('PGP PRIVATE KEY BLOCK'), 'PGP'],
    [pem('NONSENSE'), 'something else'],
    ['-----BEGIN PRIVATE KEY-----\nAAAA', 'cut off'],
    ['v=DKIM1; k=rsa; p=AAAA', 'a DNS record'],
    ['garbage', 'no key in PEM form'],
    ['   ', 'Paste a private key'],
  ])('is named when it is not one: %s', (text, sentence) => {
    const read = readKeyText(text);
    expect(read).toMatchObject({ kind: 'unfit', sentence: expect.stringContaining(sentence) });
  });
});
