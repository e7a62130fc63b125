import type { FastifyRequest } from 'fastify';

const BROWSER_LENGTH = 300;

/** Where a form of a public page came from: evidence of who chose. */
export function originOf(request: FastifyRequest): {
  readonly address: string;
  readonly browser: string;
} {
  const browser = request.headers['user-agent'] ?? '';
  return { address: request.ip, browser: browser.slice(0, BROWSER_LENGTH) };
}
