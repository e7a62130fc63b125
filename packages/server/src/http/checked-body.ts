import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ApiProblem } from './problem.ts';

/** The body of a signed request is the one that was signed, to its last byte (RFC 9530). */
export function checkBody(app: FastifyInstance): void {
  app.decorateRequest('bodyHash', null);
  app.addHook('preParsing', async ({ bodyHash }, _reply, payload) => {
    if (bodyHash === null) return payload;
    const hash = createHash('sha256');
    const checked = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done(null, chunk);
      },
      flush(done) {
        if (hash.digest().equals(bodyHash)) return done();
        return done(
          new ApiProblem(
            'not_signed_in',
            'The body is not the one that was signed: its Content-Digest differs.',
          ),
        );
      },
    });
    payload.once('error', (error) => checked.destroy(error));
    return payload.pipe(checked);
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** SHA-256 that the body of a signed request has to have. */
    bodyHash: Buffer | null;
  }
}
