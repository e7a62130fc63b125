import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { browserWords, hashOf, type Whence } from '../access/index.ts';
import { COOKIE } from './authenticate.ts';
import { cookieFlags, cookieName } from './over-tls.ts';

/** Tells a browser from others that the same person uses; it opens nothing. */
const DEVICE_COOKIE = 'postern_device';
const DEVICE_DAYS = 365;

/** From where somebody signs in: address, browser, and the browser's own cookie. */
export function whenceOf(request: FastifyRequest): Whence {
  const device = request.cookies[cookieName(request, DEVICE_COOKIE)];
  return {
    address: request.ip,
    browser: browserWords(request.headers['user-agent'] ?? ''),
    deviceHash: device && /^[\w-]{20,60}$/.test(device) ? hashOf(device) : null,
  };
}

/** As `whenceOf`, and gives a browser that has no cookie one. */
export function whenceKept(
  request: FastifyRequest,
  reply: FastifyReply,
): Whence & { readonly deviceHash: Buffer } {
  const { deviceHash, ...whence } = whenceOf(request);
  if (deviceHash) return { ...whence, deviceHash };
  const device = randomBytes(24).toString('base64url');
  void reply.setCookie(cookieName(request, DEVICE_COOKIE), device, {
    ...cookieFlags(request, '/api/v1'),
    maxAge: DEVICE_DAYS * 86_400,
  });
  return { ...whence, deviceHash: hashOf(device) };
}

export function setSessionCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  { token, expiresAt }: { readonly token: string; readonly expiresAt: Date },
): void {
  void reply.setCookie(cookieName(request, COOKIE), token, {
    ...cookieFlags(request, '/'),
    expires: expiresAt,
  });
}
