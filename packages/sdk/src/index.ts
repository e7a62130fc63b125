import createClient, { type Client } from 'openapi-fetch';
import type { components, operations, paths } from './schema.d.ts';

export type { components, operations, paths };

/** The answer of an operation, by its name in the OpenAPI document. */
export type AnswerOf<O extends keyof operations> = operations[O]['responses'] extends infer R
  ? R[Extract<keyof R, 200 | 201 | 202>] extends { content: { 'application/json': infer T } }
    ? T
    : never
  : never;

export type Problem = components['schemas']['Problem'];
export type SegmentTree = components['schemas']['SegmentTree'];
export type PosternClient = Client<paths>;

/**
 * A typed client of Postern's HTTP API. `baseUrl` is the server's origin, such as
 * `https://postern.example.org`; in the product's own pages leave it out: the session cookie and
 * the page's origin serve. `token` is sent as a bearer token.
 */
export function createPosternClient(
  options: { baseUrl?: string; token?: string } = {},
): PosternClient {
  return createClient<paths>({
    baseUrl: options.baseUrl ?? '',
    ...(options.token && { headers: { authorization: `Bearer ${options.token}` } }),
  });
}
