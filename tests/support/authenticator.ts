import { createHash, generateKeyPairSync, type JsonWebKey, randomBytes, sign } from 'node:crypto';

/*
 * A passkey in software, as W3C WebAuthn Level 3 describes an authenticator (6.1, 6.5): P-256,
 * attestation "none". Each answer may be altered, as a thief or a faulty program would.
 */

export interface Altered {
  readonly origin?: string;
  readonly userVerified?: boolean;
  readonly counter?: number;
}

interface Options {
  readonly challenge: string;
}

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

export function authenticator(rpId: string, origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credentialId = randomBytes(32);
  const id = credentialId.toString('base64url');
  let counter = 0;

  const clientData = (type: string, { challenge }: Options, altered: Altered) =>
    Buffer.from(JSON.stringify({ type, challenge, origin: altered.origin ?? origin }));
  const head = (altered: Altered, flags = 0) => {
    counter += 1;
    const count = Buffer.alloc(4);
    count.writeUInt32BE(altered.counter ?? counter);
    const verified = (altered.userVerified ?? true) ? USER_VERIFIED : 0;
    const flag = Buffer.from([USER_PRESENT | verified | flags]);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), flag, count]);
  };

  return {
    id,
    credentialId,
    cosePublicKey: cosePublicKey(publicKey.export({ format: 'jwk' })),

    /** Answers `navigator.credentials.create`. */
    create(options: Options, altered: Altered = {}) {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(credentialId.length);
      const data = Buffer.concat([
        head(altered, HAS_CREDENTIAL),
        Buffer.alloc(16),
        length,
        credentialId,
        this.cosePublicKey,
      ]);
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        ...[text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0])],
        ...[text('authData'), Buffer.from([0x58, data.length]), data],
      ]);
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', options, altered).toString('base64url'),
          attestationObject: attestation.toString('base64url'),
          transports: ['internal'],
        },
      };
    },

    /** Answers `navigator.credentials.get`. */
    get(options: Options, userId: string, altered: Altered = {}) {
      const client = clientData('webauthn.get', options, altered);
      const data = head(altered);
      const signed = Buffer.concat([data, createHash('sha256').update(client).digest()]);
      return {
        id,
        rawId: id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', signed, privateKey).toString('base64url'),
          userHandle: Buffer.from(userId).toString('base64url'),
        },
      };
    },
  };
}

/** CBOR text of fewer than 24 bytes. */
const text = (word: string) =>
  Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)]);

/** COSE_Key of a P-256 key: kty 2, alg -7, crv 1, x, y (RFC 9053, 7.1.1). */
function cosePublicKey({ x = '', y = '' }: JsonWebKey): Buffer {
  return Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(x, 'base64url'),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(y, 'base64url'),
  ]);
}
