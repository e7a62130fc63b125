import type { FastifyRequest } from 'fastify';

/**
 * Whether a browser says that a page of another site made it send this (Fetch Metadata, and the
 * `Origin` of browsers that do not have it). `none` is the person themself: an address typed, a mark
 * pressed. Our pages tell nobody whence (`no-referrer`), so their forms have the origin `null`.
 */
export function fromElsewhere({ headers, host, publicHost }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  if (origin === undefined || origin === 'null') return false;
  if (!URL.canParse(origin)) return true;
  const from = new URL(origin).host;
  return from !== host && from !== publicHost;
}
