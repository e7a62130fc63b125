import type { FastifyReply } from 'fastify';
import { ApiProblem } from '../problem.ts';

export function busy(reply: FastifyReply): ApiProblem {
  void reply.header('retry-after', '2');
  return new ApiProblem(
    'too_many',
    'Many people are signing in at the moment. Try again in a few seconds.',
  );
}

/** After too many wrong tries; the same for an address that is nobody's. */
export function waits(reply: FastifyReply, until: Date, now: Date): ApiProblem {
  const seconds = Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 1000));
  void reply.header('retry-after', String(seconds));
  const minutes = Math.ceil(seconds / 60);
  return new ApiProblem(
    'sign_in_refused',
    `Too many wrong tries. Wait ${minutes === 1 ? 'a minute' : `${minutes} minutes`}, or sign in with a passkey.`,
  );
}

/** Refuses what comes too often from one address; `seconds` is 0 while it does not. */
export function slowDown(reply: FastifyReply, seconds: number): void {
  if (seconds === 0) return;
  void reply.header('retry-after', String(seconds));
  throw new ApiProblem(
    'too_many',
    `Too much was asked from your address. Wait ${seconds} seconds.`,
  );
}
