import { SENSITIVITIES } from '@postern/core/values';
import { type Static, type TObject, type TProperties, type TSchema, Type } from 'typebox';
import { NAME, type Permission } from '../../access/index.ts';

/** UUIDv7 as text. */
export const Id = Type.String({ format: 'uuid' });
/** RFC 3339, UTC. */
export const Time = Type.String({ format: 'date-time' });
export const Day = Type.String({ format: 'date' });
export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
/** A name that people give. */
export const Name = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: NAME });
/** One of the given words. */
export const words = <const T extends readonly string[]>(values: T) =>
  Type.Unsafe<T[number]>(Type.String({ enum: [...values] }));

export const object = <T extends TProperties>(properties: T): TObject<T> =>
  Type.Object(properties, { additionalProperties: false });

export const IdParams = object({ id: Id });

/** `?limit=&cursor=`, answered by `{ data, nextCursor }`; cursors are opaque. */
export const PageQuery = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 400 })),
};
export const page = <T extends TSchema>(item: T) =>
  object({ data: Type.Array(item), nextCursor: nullable(Type.String()) });

/** RFC 9457 problem details. `code` is stable; `errors[].pointer` is a JSON pointer (RFC 6901). */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String(),
    errors: Type.Optional(
      Type.Array(Type.Object({ pointer: Type.String(), detail: Type.String() })),
    ),
  },
  { $id: 'Problem' },
);
const ProblemAnswer = Type.Ref('Problem');

export const SensitivityWord = words(SENSITIVITIES);
/** The class, and the attribute (by label) that causes it; null when nothing is touched. */
export const Class = nullable(
  object({ sensitivity: SensitivityWord, causedBy: Type.String(), causedByLabel: Type.String() }),
);

export interface RouteShape {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly tag: string;
  readonly summary: string;
  /** null: only a session is needed. Public routes say `public: true`. */
  readonly permission: Permission | null;
  readonly public?: true;
  /** Accepts `Idempotency-Key`: the same key and body answer the same for 24 hours. */
  readonly idempotent?: true;
  /**
   * What is sensitive: the user has shown who they are within 5 minutes, else
   * `reauthentication_needed`.
   */
  readonly reauth?: true;
  /** Open while a required second factor is still to be set up. */
  readonly enrolling?: true;
  /** Does not count as use of the session. */
  readonly passive?: true;
  readonly params?: TSchema;
  readonly query?: TSchema;
  readonly body?: TSchema;
  readonly consumes?: 'multipart/form-data';
  readonly response: Readonly<Record<number, TSchema>>;
}

/** A route of the API as data: the server binds a handler, OpenAPI and the SDK come out of it. */
export function route<const T extends RouteShape>(shape: T): T {
  return shape;
}

/** The Fastify schema of a route. */
export function schemaOf(shape: RouteShape) {
  return {
    summary: shape.summary,
    tags: [shape.tag],
    ...(shape.params && { params: shape.params }),
    ...(shape.query && { querystring: shape.query }),
    ...(shape.body && { body: shape.body }),
    ...(shape.consumes && { consumes: [shape.consumes] }),
    response: { ...shape.response, '4xx': ProblemAnswer, '5xx': ProblemAnswer },
  };
}

export type { Static };
export { Type };
