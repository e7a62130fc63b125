import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';
import { NAME } from '../access/index.ts';
import type { Logger } from '../config/index.ts';
import { noRoomIn } from '../database/index.ts';
import { sizeWords } from '../templates/index.ts';
import { ApiProblem, problemBody } from './problem.ts';

/** Codes of pg and the network that mean: the database is away, come back in a moment. */
const AWAY = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|57P0[123]|08\w{3}|53300)$/;

/** PostgreSQL's code for a statement that ran into its time limit. */
const QUERY_CANCELED = '57014';

/** PostgreSQL: a character, number or text that does not fit its type. */
const UNSTORABLE = /^(22021|22P05|22003|22P02|22008|22007)$/;

/** Every error leaves as problem+json; what was not expected tells the client no more than an id. */
export function answerErrors(app: FastifyInstance, log: Logger): void {
  app.setNotFoundHandler((_request, reply) => {
    void reply
      .status(404)
      .type('application/problem+json')
      .send(problemBody('not_found', 'There is nothing at this address.'));
  });
  app.setErrorHandler<FastifyError | ApiProblem>((error, request, reply) => {
    const body = bodyOf(error, request);
    if (body.status >= 500) {
      const route = request.routeOptions.url ?? 'none';
      log.error(
        { requestId: String(request.id), route, status: body.status, error },
        'A request failed',
      );
    }
    void reply.status(body.status).type('application/problem+json').send(JSON.stringify(body));
  });
}

function bodyOf(error: FastifyError | ApiProblem, request: FastifyRequest) {
  if (error instanceof ApiProblem) {
    return problemBody(error.code, error.message, error.errors, error.extra);
  }
  if (error.validation) return validationBody(error);
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE' || error.code === 'FST_REQ_FILE_TOO_LARGE') {
    return problemBody('too_large', tooLarge(request));
  }
  if (error.statusCode !== undefined && error.statusCode < 500) {
    return problemBody('invalid_request', 'The request cannot be read: its form or content type.');
  }
  if (
    AWAY.test(error.code ?? '') ||
    /timeout exceeded when trying to connect|Connection terminated/.test(error.message)
  ) {
    return problemBody(
      'unavailable',
      'The database cannot be reached at the moment. Nothing was changed; try again shortly.',
    );
  }
  const why = noRoomIn(error);
  if (why !== null) {
    return problemBody('no_room', `${why} Nothing was changed; try again when there is room.`);
  }
  if (error.code === 'KEY_STORE_UNAVAILABLE') {
    return problemBody(
      'key_store_unavailable',
      'The key store, or the database that says which keys count, did not answer for a while, so that nothing of anybody can be opened. Nothing was changed, and it goes on by itself when both answer; try again shortly.',
    );
  }
  if (error.code === QUERY_CANCELED) {
    return problemBody(
      'took_too_long',
      'The database took longer than this page waits. Ask for less at once.',
    );
  }
  if (UNSTORABLE.test(error.code ?? '')) {
    return problemBody(
      'invalid_request',
      'A value in the request cannot be stored as what it is meant to be.',
    );
  }
  return problemBody(
    'internal',
    `The request failed on our side. Its number is ${String(request.id)}.`,
  );
}

/** How large it was, where the request said so, and how large it may be. */
function tooLarge({ headers, routeOptions }: FastifyRequest): string {
  const sent = Number(headers['content-length']);
  const size = Number.isFinite(sent) ? `${sizeWords(sent)} large` : 'too large';
  const { bodyLimit } = routeOptions;
  return `The request is ${size}${bodyLimit === undefined ? '' : `: at most ${sizeWords(bodyLimit)} are taken here`}. Nothing was kept.`;
}

function validationBody(error: FastifyError) {
  const errors = (error.validation ?? []).slice(0, 20).map((fault) => {
    const missing = (fault.params as { missingProperty?: string }).missingProperty;
    const unknown = (fault.params as { additionalProperty?: string }).additionalProperty;
    const field = missing ?? unknown;
    return {
      pointer: fault.instancePath + (field === undefined ? '' : `/${field}`),
      // the schema's own words only: the value stays out of the answer
      detail: missing
        ? 'is required'
        : unknown
          ? 'is not known here'
          : fault.keyword === 'enum'
            ? `must be one of ${(fault.params as { allowedValues: unknown[] }).allowedValues.join(', ')}`
            : (fault.params as { pattern?: string }).pattern === NAME
              ? 'must be a name on one line, without signs that nobody sees or that turn the direction of writing'
              : (fault.message ?? 'does not fit'),
    };
  });
  const first = errors[0];
  const where = error.validationContext === 'querystring' ? 'query' : error.validationContext;
  return problemBody(
    'invalid_request',
    `In the ${where ?? 'request'}, ${first?.pointer || 'the value'} ${first?.detail ?? 'does not fit'}.`,
    errors,
  );
}
