import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ApiProblem } from './problem.ts';
import type { Services } from './services.ts';

const HOURS = 24;
const LOST_SECONDS = 180;
const context = (key: string) => `idempotency_keys:${key}`;

/**
 * `Idempotency-Key`: the same key with the same request gives the same answer for 24 hours; with
 * another request, 409. While the first still runs the second gets 409 too. Answers are kept
 * sealed, and only those that succeeded: after a failure the key is free again.
 */
export function idempotency(app: FastifyInstance, services: Services): void {
  const { database, keyring } = services;
  const before = (seconds: number) => new Date(services.now().getTime() - seconds * 1000);

  app.addHook('preHandler', async (request, reply) => {
    const found = keyOf(request);
    if (!found || !request.principal) return;
    const organizationId = request.principal.organizationId;
    const requestHash = hashOf(request);
    await database
      .deleteFrom('idempotency_keys')
      .where('organization_id', '=', organizationId)
      .where('key', '=', found)
      .where((row) =>
        row.or([
          row('created_at', '<', before(HOURS * 3600)),
          // its request was lost to a crash: no request runs this long
          row.and([row('status', 'is', null), row('created_at', '<', before(LOST_SECONDS))]),
        ]),
      )
      .execute();
    const mine = await database
      .insertInto('idempotency_keys')
      .values({
        organization_id: organizationId,
        key: found,
        request_hash: requestHash,
        status: null,
        answer_sealed: null,
        created_at: services.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('key')
      .executeTakeFirst();
    if (mine) {
      request.idempotencyKey = found;
      return;
    }
    const earlier = await database
      .selectFrom('idempotency_keys')
      .selectAll()
      .where('organization_id', '=', organizationId)
      .where('key', '=', found)
      .executeTakeFirst();
    if (!earlier)
      throw new ApiProblem(
        'in_progress',
        'The first request with this key has just ended; send it again.',
      );
    if (!earlier.request_hash.equals(requestHash)) {
      throw new ApiProblem(
        'idempotency_conflict',
        'This Idempotency-Key was used for another request. Use a new one.',
      );
    }
    if (earlier.status === null || earlier.answer_sealed === null) {
      throw new ApiProblem('in_progress', 'The first request with this key is still running.');
    }
    const keys = await keyring.of(organizationId);
    const body = keys.open(earlier.answer_sealed, context(found)).toString();
    return reply.status(earlier.status).type('application/json; charset=utf-8').send(body);
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.idempotencyKey;
    if (!key || !request.principal) return payload;
    request.idempotencyKey = null;
    const { organizationId } = request.principal;
    const row = database.updateTable('idempotency_keys');
    if (reply.statusCode >= 400 || typeof payload !== 'string') {
      await database
        .deleteFrom('idempotency_keys')
        .where('organization_id', '=', organizationId)
        .where('key', '=', key)
        .execute();
      return payload;
    }
    const keys = await keyring.of(organizationId);
    await row
      .set({ status: reply.statusCode, answer_sealed: keys.seal(payload, context(key)) })
      .where('organization_id', '=', organizationId)
      .where('key', '=', key)
      .execute();
    return payload;
  });
}

function keyOf(request: FastifyRequest): string | null {
  if (!request.routeOptions.config.shape?.idempotent) return null;
  const key = request.headers['idempotency-key'];
  if (key === undefined) return null;
  if (typeof key !== 'string' || !/^[\w-]{8,64}$/.test(key)) {
    throw new ApiProblem(
      'invalid_request',
      'Idempotency-Key: expected 8 to 64 letters, digits, - or _.',
    );
  }
  return key;
}

function hashOf(request: FastifyRequest): Buffer {
  const about = [request.principal?.userId, request.method, request.url, request.body ?? null];
  return createHash('sha256').update(JSON.stringify(about)).digest();
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set while this request is the first with its key. */
    idempotencyKey: string | null;
  }
}
