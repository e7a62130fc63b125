import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import type { OrganizationKeys } from '../keys/index.ts';
import { sha256 } from './sha256.ts';

/*
 * C2SP's signed-note and tlog-checkpoint: the text, an empty line, then "— <key name> <base64 of key id
 * and signature>". The verifier key is "<key name>+<key id>+<base64 of 0x01 and the public key>".
 */

const ED25519 = 0x01;
// RFC 8410: what stands before the 32 bytes of an Ed25519 key
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Signs what is told of an organization's ledger. */
export interface LedgerSigner {
  /** The log's name, and its key's. */
  readonly origin: string;
  readonly verifierKey: string;
  sign(text: string): string;
}

export function ledgerSigner(keys: OrganizationKeys): LedgerSigner {
  const origin = originOf(keys.organizationId);
  const key = createPrivateKey({
    key: Buffer.concat([PRIVATE_PREFIX, keys.auditSigningSeed]),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey(key)
    .export({ format: 'der', type: 'spki' })
    .subarray(PUBLIC_PREFIX.length);
  const typed = Buffer.concat([Buffer.of(ED25519), publicKey]);
  const id = keyId(origin, typed);
  return {
    origin,
    verifierKey: `${origin}+${id.toString('hex')}+${typed.toString('base64')}`,
    sign: (text) => {
      const signature = Buffer.concat([id, sign(null, Buffer.from(text), key)]);
      return `${text}\n— ${origin} ${signature.toString('base64')}\n`;
    },
  };
}

const originOf = (organizationId: string) => `postern.audit/${organizationId}`;

/** The text of a note, when a signature in it is of this verifier key; null otherwise. */
export function openNote(note: string, verifierKey: string): string | null {
  const key = readVerifierKey(verifierKey);
  const cut = note.lastIndexOf('\n\n');
  if (key === null || cut < 0) return null;
  const text = note.slice(0, cut + 1);
  for (const line of note.slice(cut + 2).split('\n')) {
    const [, name, encoded] = /^— (\S+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
    if (name !== key.name || encoded === undefined) continue;
    const bytes = Buffer.from(encoded, 'base64');
    if (!bytes.subarray(0, 4).equals(key.id)) continue;
    return verify(null, Buffer.from(text), key.publicKey, bytes.subarray(4)) ? text : null;
  }
  return null;
}

function readVerifierKey(text: string): { name: string; id: Buffer; publicKey: KeyObject } | null {
  const [, name, hex, encoded] = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/u.exec(text) ?? [];
  if (name === undefined || hex === undefined || encoded === undefined) return null;
  const typed = Buffer.from(encoded, 'base64');
  const id = keyId(name, typed);
  if (typed[0] !== ED25519 || typed.length !== 33 || id.toString('hex') !== hex) return null;
  const der = Buffer.concat([PUBLIC_PREFIX, typed.subarray(1)]);
  return { name, id, publicKey: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

function keyId(name: string, typed: Uint8Array): Buffer {
  return Buffer.from(sha256(Buffer.concat([Buffer.from(`${name}\n`), typed]))).subarray(0, 4);
}
