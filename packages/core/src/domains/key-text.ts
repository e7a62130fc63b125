/** What a pasted text is, by its label (RFC 7468), or the sentence for what it is not. */
export type KeyText =
  | { readonly kind: 'private'; readonly pem: string }
  | { readonly kind: 'unfit'; readonly sentence: string };

const PRIVATE = ['PRIVATE KEY', 'RSA PRIVATE KEY'];

/** Told by what stands after BEGIN; anything else would need a look inside. */
const SENTENCES: Readonly<Record<string, string>> = {
  'PUBLIC KEY': 'This is a public key. Paste the private key that belongs to it.',
  'RSA PUBLIC KEY': 'This is a public key. Paste the private key that belongs to it.',
  CERTIFICATE: 'This is a certificate. DKIM needs a private key alone, without a certificate.',
  'CERTIFICATE REQUEST': 'This is a certificate request. DKIM needs a private key.',
  'ENCRYPTED PRIVATE KEY':
    'This private key is encrypted. Decrypt it first, for example with “openssl pkey”; it is sealed here as it is saved.',
  'EC PRIVATE KEY':
    'This is an elliptic-curve (EC) key. DKIM knows RSA and Ed25519 keys (RFC 8301, RFC 8463).',
  'EC PARAMETERS':
    'This is an elliptic-curve (EC) key. DKIM knows RSA and Ed25519 keys (RFC 8301, RFC 8463).',
  'DSA PRIVATE KEY': 'This is a DSA key. DKIM knows RSA and Ed25519 keys (RFC 8301, RFC 8463).',
  'OPENSSH PRIVATE KEY':
    'This is a key of OpenSSH’s own form. Write it as PEM first (PKCS #8), for example with “ssh-keygen -p -m PKCS8”.',
  'PGP PRIVATE KEY BLOCK': 'This is a PGP key. DKIM needs an RSA or Ed25519 key as PEM (PKCS #8).',
  'PGP PUBLIC KEY BLOCK': 'This is a PGP key. DKIM needs an RSA or Ed25519 key as PEM (PKCS #8).',
};

/** Reads a pasted text as a private key's PEM; names what it is otherwise. Repeats nothing of it. */
export function readKeyText(text: string): KeyText {
  const unfit = (sentence: string): KeyText => ({ kind: 'unfit', sentence });
  const trimmed = text.trim();
  if (trimmed === '') return unfit('Paste a private key: a text that begins with -----BEGIN.');
  const label = /-----BEGIN ([A-Z0-9 ]{1,40})-----/.exec(trimmed)?.[1];
  if (label === undefined) {
    return unfit(
      /\bp\s*=/.test(trimmed)
        ? 'This is a DNS record, which holds the public key. Paste the private key that belongs to it.'
        : 'This is no key in PEM form: it should begin with -----BEGIN PRIVATE KEY-----.',
    );
  }
  if (!PRIVATE.includes(label)) {
    return unfit(SENTENCES[label] ?? 'This is no private key: it calls itself something else.');
  }
  if (/^Proc-Type:.*ENCRYPTED/m.test(trimmed)) {
    return unfit(SENTENCES['ENCRYPTED PRIVATE KEY'] ?? '');
  }
  const block = new RegExp(`-----BEGIN ${label}-----[^]*?-----END ${label}-----`).exec(
    trimmed,
  )?.[0];
  if (block === undefined) {
    return unfit('The key is cut off: its last line, -----END PRIVATE KEY-----, is missing.');
  }
  return { kind: 'private', pem: `${block}\n` };
}
