import swagger from '@fastify/swagger';
import { Ajv, type Options } from 'ajv';
import addFormats from 'ajv-formats';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { PERMISSIONS, type Permission } from '../access/index.ts';
import { givable } from '../applications/index.ts';
import { Problem } from './contract/common.ts';
import { SegmentTreeSchema } from './contract/segments.ts';
import { requireStorable } from './storable.ts';

const SCOPES = Object.fromEntries(
  Object.entries(PERMISSIONS).filter(([permission]) => givable(permission as Permission)),
);

const SHARED = [Problem, SegmentTreeSchema];

/**
 * The first fault ends it: with all of them, a list of faults over the segment's recursive union
 * grows with the square of the body (8,000 wrong leaves took 10 s).
 */
const OPTIONS: Options = { allErrors: false, useDefaults: true, removeAdditional: false };

const isWritten = addFormats.default(new Ajv()).compile({ type: 'string', format: 'date-time' });

/** RFC 3339 without the leap second, which it allows and neither JavaScript nor PostgreSQL has. */
const isTime = (text: string): boolean => isWritten(text) && !Number.isNaN(Date.parse(text));

/** Queries and paths arrive as text and are coerced; bodies say what they mean (null stays null). */
function validators() {
  const strict = new Ajv(OPTIONS);
  const coercing = new Ajv({ ...OPTIONS, coerceTypes: true });
  for (const ajv of [strict, coercing]) {
    addFormats.default(ajv);
    ajv.addFormat('date-time', isTime);
    for (const schema of SHARED) ajv.addSchema(schema);
  }
  return (httpPart: string | undefined) => (httpPart === 'body' ? strict : coercing);
}

/**
 * A Fastify instance with the API's validation and its OpenAPI 3.1 document; no routes yet.
 */
export async function createApp(options: FastifyServerOptions): Promise<FastifyInstance> {
  const app = fastify({ ...options, bodyLimit: 4 * 1024 * 1024 });
  app.addHook('preValidation', async ({ body, query }) => {
    requireStorable(body, 'body');
    requireStorable(query, 'query');
  });
  const validatorOf = validators();
  app.setValidatorCompiler(({ schema, httpPart }) => validatorOf(httpPart).compile(schema));
  for (const schema of SHARED) app.addSchema(schema);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Postern',
        version: '1',
        description: 'Self-hosted, HIPAA-compliant email marketing. Errors are RFC 9457 problems.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'postern_session' },
          bearer: { type: 'http', scheme: 'bearer' },
          basic: { type: 'http', scheme: 'basic' },
          oauth: {
            type: 'oauth2',
            flows: { clientCredentials: { tokenUrl: '/oauth/token', scopes: { ...SCOPES } } },
          },
        },
      },
      security: [{ session: [] }, { bearer: [] }, { basic: [] }, { oauth: [] }],
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) =>
        typeof json.$id === 'string' ? json.$id : `schema-${index}`,
    },
  });
  return app;
}
