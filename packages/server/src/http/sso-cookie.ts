import type { FastifyReply, FastifyRequest } from 'fastify';
import { REQUEST_MINUTES } from '../single-sign-on/index.ts';
import { cookieFlags, cookieName } from './over-tls.ts';

const COOKIE = 'postern_sso';

/**
 * The secret of a sign-in that is on its way. It is `Lax`: it has to come along when the provider sends
 * the browser back, which is another site, by a GET of the whole page (RFC 6265bis, 5.2); it opens
 * nothing by itself, and lives some minutes.
 */
const flags = (request: FastifyRequest) => ({
  ...cookieFlags(request, '/sso'),
  sameSite: 'lax' as const,
});

export function setSsoCookie(request: FastifyRequest, reply: FastifyReply, secret: string): void {
  const maxAge = REQUEST_MINUTES * 60;
  void reply.setCookie(cookieName(request, COOKIE), secret, { ...flags(request), maxAge });
}

export function takeSsoCookie(request: FastifyRequest, reply: FastifyReply): string {
  const name = cookieName(request, COOKIE);
  void reply.clearCookie(name, flags(request));
  return request.cookies[name] ?? '';
}
