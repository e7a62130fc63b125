import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { fromElsewhere } from './from-elsewhere.ts';
import { cookieFlags, cookieName } from './over-tls.ts';

const FORM_SECONDS = 3600;

/** Of a public page: never sent along by another site; in clear only to addresses below `path`. */
export const publicCookie = (
  request: FastifyRequest,
  { path, maxAge }: { readonly path: string; readonly maxAge: number },
) => ({ ...cookieFlags(request, path), maxAge });

/** What the forms of public pages have to bring back, so that no other site posts them. */
export interface FormGuard {
  /** For a form of the page at `address`: bound to a cookie of this browser and to the address. */
  tokenFor(request: FastifyRequest, reply: FastifyReply, address: string): string;
  /** Whether the form was one of ours, shown to this very browser, and posted from its own page. */
  isOurs(request: FastifyRequest, address: string, given: string): boolean;
}

/** `path`: below which the pages lie, with its slashes. */
export function formGuard({ cookie, path }: { cookie: string; path: string }): FormGuard {
  return {
    tokenFor(request, reply, address) {
      const name = cookieName(request, cookie);
      const known = request.cookies[name];
      const secret =
        known && /^[\w-]{43}$/.test(known) ? known : randomBytes(32).toString('base64url');
      const options = publicCookie(request, { path, maxAge: FORM_SECONDS });
      void reply.setCookie(name, secret, options);
      return bound(secret, address);
    },
    isOurs(request, address, given) {
      const secret = request.cookies[cookieName(request, cookie)];
      if (secret === undefined || fromElsewhere(request)) return false;
      const expected = Buffer.from(bound(secret, address));
      const found = Buffer.from(given);
      return expected.length === found.length && timingSafeEqual(expected, found);
    },
  };
}

function bound(secret: string, address: string): string {
  return createHash('sha256').update(`${secret}\0${address}`).digest('base64url');
}

/** A field of the form; empty when it did not come. */
export function field({ body }: FastifyRequest, name: string): string {
  return body instanceof URLSearchParams ? (body.get(name) ?? '') : '';
}

/** All values of a field of that name, such as the boxes that are checked. */
export function fields({ body }: FastifyRequest, name: string): readonly string[] {
  return body instanceof URLSearchParams ? body.getAll(name) : [];
}
