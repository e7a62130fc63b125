import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { readSignature, signatureBase } from './signature-base.ts';

/** How far the clocks of both may be apart, and how long a nonce is remembered beyond it. */
export const SKEW_SECONDS = 300;

/** A request as its signature covers it. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly target: string;
  readonly authority: string;
  readonly hasBody: boolean;
  readonly header: (name: string) => string | null;
}

export type SignatureFault = { readonly kind: 'refused'; readonly sentence: string };
const refused = (sentence: string): SignatureFault => ({ kind: 'refused', sentence });

/** What is signed in any case: nobody moves a signature to another request. */
const ALWAYS = ['@method', '@path', '@query'] as const;
const NOTHING = createHash('sha256').digest();
const DERIVED: ReadonlySet<string> = new Set([...ALWAYS, '@authority']);

export interface ReadSigned {
  readonly kind: 'read';
  readonly code: string;
  readonly nonce: string;
  readonly created: number;
  /** By how many seconds the sender's clock is ahead of ours. */
  readonly ahead: number;
  /** SHA-256 that the body has to have; null: there is none. */
  readonly bodyHash: Buffer | null;
  readonly isSignedWith: (secret: string) => boolean;
}

/** Reads the signature of a request and judges all that needs no secret. */
export function readSigned(request: SignedRequest, now: Date): ReadSigned | SignatureFault {
  const input = readSignature(
    request.header('signature-input') ?? '',
    request.header('signature') ?? '',
  );
  if (typeof input === 'string') return refused(input);
  const { components } = input;
  const missing = ALWAYS.find((one) => !components.includes(one));
  if (missing) return refused(`The signature has to cover "${missing}".`);
  if (new Set(components).size < components.length) {
    return refused('The signature covers a component twice (RFC 9421, 2).');
  }
  const unknown = components.find((one) => one.startsWith('@') && !DERIVED.has(one));
  if (unknown) return refused(`"${unknown}" is not known here; expected ${ALWAYS.join(', ')}.`);
  if (request.hasBody && !components.includes('content-digest')) {
    return refused('The signature has to cover "content-digest" of a request with a body.');
  }
  const ahead = input.created - Math.floor(now.getTime() / 1000);
  if (Math.abs(ahead) > SKEW_SECONDS) {
    const words = `${Math.abs(ahead)} seconds ${ahead > 0 ? 'ahead of' : 'behind'} ours`;
    return refused(
      `By its signature the sender’s clock is ${words}; at most ${SKEW_SECONDS} are taken.`,
    );
  }
  const base = signatureBase(components, input.params, (name) => valueOf(request, name));
  if (base === null)
    return refused('The signature covers a header that the request does not have.');
  const bodyHash = components.includes('content-digest')
    ? digestOf(request.header('content-digest') ?? '')
    : null;
  if (components.includes('content-digest') && bodyHash === null) {
    return refused('Content-Digest cannot be read; expected sha-256=:…: (RFC 9530).');
  }
  if (bodyHash !== null && !request.hasBody && !bodyHash.equals(NOTHING)) {
    return refused('The body that was signed is not there.');
  }
  return {
    kind: 'read',
    code: input.keyId,
    nonce: input.nonce,
    created: input.created,
    ahead,
    bodyHash,
    isSignedWith: (secret) => {
      const right = createHmac('sha256', Buffer.from(secret, 'base64')).update(base).digest();
      return right.length === input.signature.length && timingSafeEqual(right, input.signature);
    },
  };
}

function valueOf(
  { method, target, authority, header }: SignedRequest,
  name: string,
): string | null {
  const query = target.indexOf('?');
  switch (name) {
    case '@method':
      return method;
    case '@path':
      return query < 0 ? target : target.slice(0, query);
    case '@query':
      // 2.2.7: an absent query is a lone question mark
      return query < 0 ? '?' : target.slice(query);
    case '@authority':
      return authority.toLowerCase();
    default:
      return header(name);
  }
}

/** The SHA-256 in a Content-Digest; of others that may stand beside it nothing follows. */
function digestOf(field: string): Buffer | null {
  const found = /(?:^|,\s*)sha-256=:([A-Za-z0-9+/]{43}=):/u.exec(field);
  return found ? Buffer.from(found[1] ?? '', 'base64') : null;
}
