import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiProblem } from './problem.ts';

/** The version in `If-Match: "7"`; what people edit is never overwritten unseen (RFC 6585: 428). */
export function versionOf(request: FastifyRequest): number {
  const found = /^(?:W\/)?"(\d{1,9})"$/.exec(request.headers['if-match'] ?? '')?.[1];
  if (found === undefined) {
    throw new ApiProblem(
      'version_required',
      'Send If-Match with the version that was edited, such as "7".',
    );
  }
  return Number(found);
}

/** Answers with `ETag: "version"`. */
export function withEtag<T extends { version: number }>(reply: FastifyReply, body: T): T {
  void reply.header('etag', `"${body.version}"`);
  return body;
}

/** 412 with the version that is there now beside the one that was sent. */
export function stale(current: { version: number }, sent: number): ApiProblem {
  return new ApiProblem(
    'version_conflict',
    'Somebody else saved a newer version meanwhile. Look at both, then save again.',
    [],
    { current, sent },
  );
}
