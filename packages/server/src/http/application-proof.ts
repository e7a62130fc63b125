import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { isSecret, type Way } from '../applications/index.ts';

/** What an application shows of itself with a request; null: nothing that is one's. */
export type ApplicationProof =
  | { readonly way: Extract<Way, 'key' | 'oauth'>; readonly secret: string }
  | { readonly way: Extract<Way, 'basic'>; readonly id: string; readonly secret: string }
  | { readonly way: Extract<Way, 'signed'> };

/** Reads it off the headers; sessions of people, as Bearer or cookie, are not its matter. */
export function applicationProof({ headers }: FastifyRequest): ApplicationProof | null {
  const { authorization } = headers;
  if (authorization === undefined) {
    return headers['signature-input'] === undefined ? null : { way: 'signed' };
  }
  const bearer = /^Bearer +(\S+)$/iu.exec(authorization)?.[1];
  if (bearer !== undefined) {
    if (isSecret('key', bearer)) return { way: 'key', secret: bearer };
    return isSecret('token', bearer) ? { way: 'oauth', secret: bearer } : null;
  }
  const basic = basicOf(authorization);
  return basic && { way: 'basic', ...basic };
}

/** User and password of `Authorization: Basic` (RFC 7617). */
export function basicOf(authorization: string): { id: string; secret: string } | null {
  const encoded = /^Basic +([\w+/-]{1,1000}={0,2})$/iu.exec(authorization)?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? null : { id: text.slice(0, colon), secret: text.slice(colon + 1) };
}

/**
 * Whether nobody could read a password on its way: by https, as a proxy on this machine says it, or from
 * this machine itself without one between.
 */
export function cameSafely(request: FastifyRequest): boolean {
  if (request.protocol === 'https') return true;
  const forwarded =
    request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined;
  return !forwarded && isLoopback(request.socket.remoteAddress ?? '');
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/iu, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}
