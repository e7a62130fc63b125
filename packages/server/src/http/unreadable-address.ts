import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemBody } from './problem.ts';
import { PUBLIC_POLICY } from './public-page.ts';
import { BARE } from './security-headers.ts';
import { unknownPage } from './signing-html.ts';

/** Links that people get by mail. */
const OF_PEOPLE = /^\/(?:a|c|confirm|m|o|p|s|u)\//;

/**
 * Answers an address that is no text, as `%ff` is none: to whoever followed a link in a mail the page of
 * any other that was cut, else a problem. Neither repeats anything of it.
 */
export function answerUnreadableAddress({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (OF_PEOPLE.test(raw.url ?? '')) {
    void reply
      .status(404)
      .headers({ ...BARE, 'content-security-policy': PUBLIC_POLICY })
      .type('text/html; charset=utf-8')
      .send(unknownPage());
    return;
  }
  void reply
    .status(400)
    .headers(BARE)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody('invalid_request', 'This address cannot be read.')));
}
