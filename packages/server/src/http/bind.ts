import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TSchema } from 'typebox';
import { type RouteShape, schemaOf } from './contract/common.ts';

type Part<S, K extends string> = S extends { readonly [P in K]: infer T extends TSchema }
  ? Static<T>
  : undefined;

type Answer<S extends RouteShape> = {
  [Status in keyof S['response']]: S['response'][Status] extends infer T extends TSchema
    ? Readonlied<Static<T>>
    : never;
}[keyof S['response']];

/** What rooms answer is read-only, all the way down. */
type Readonlied<T> = T extends readonly (infer Item)[]
  ? readonly Readonlied<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Readonlied<T[Key]> }
    : T;

/** What a handler gets of a request: already checked against the route's schema. */
export interface Call<S extends RouteShape> {
  readonly params: Part<S, 'params'>;
  readonly query: Part<S, 'query'>;
  readonly body: Part<S, 'body'>;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

export type Handler<S extends RouteShape> = (call: Call<S>) => Promise<Answer<S> | FastifyReply>;

const PREFIX = '/api/v1';

/**
 * Binds a handler to a route of the contract. The first status of the contract's responses is the
 * one answered, unless the handler set another.
 */
export function bind<const S extends RouteShape>(
  app: FastifyInstance,
  operation: string,
  shape: S,
  handler: Handler<S>,
): void {
  const status = Number(Object.keys(shape.response)[0]);
  app.route({
    method: shape.method,
    url: PREFIX + shape.url.replace(/\{(\w+)\}/gu, ':$1'),
    schema: {
      ...schemaOf(shape),
      operationId: operation,
      ...(shape.public && { security: [] }),
    },
    config: { shape },
    handler: async (request, reply) => {
      reply.status(status);
      return handler({
        params: request.params as Part<S, 'params'>,
        query: request.query as Part<S, 'query'>,
        body: request.body as Part<S, 'body'>,
        request,
        reply,
      });
    },
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route's own description; missing on pages and public links. */
    shape?: RouteShape;
  }
}
