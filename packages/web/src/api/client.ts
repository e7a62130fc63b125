import { createPosternClient } from '@postern/sdk';
import { unusedFor } from './activity.ts';
import { proveAgain } from './again.ts';
import { heard, unheard } from './connection.ts';
import { problemFrom, problemOf } from './problem.ts';

/** The API of this page's own origin, with the session's cookie. */
export const api = createPosternClient();

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A request that changes something says that it comes from the product's page: a form of another
 * site cannot set a header. Together with the cookie's SameSite=Strict it is the CSRF defence.
 */
export const PAGE = { 'x-postern': 'page' } as const;

api.use({
  onRequest({ request }) {
    if (!SAFE.has(request.method)) request.headers.set('x-postern', PAGE['x-postern']);
    return request;
  },
});

/** After so long without a key or a press, what a page asks for by itself is no use of the session. */
const UNUSED_MS = 60_000;

const sent = new Map<string, Request>();

/**
 * Where the server wants to know again who it is, the person is asked, and the request is sent once
 * more; who does not want to gets its answer.
 */
api.use({
  onRequest({ request, id }) {
    if (unusedFor() > UNUSED_MS) request.headers.set('x-postern-unused', '1');
    sent.set(id, request.clone());
    return request;
  },
  async onResponse({ response, id }) {
    const again = sent.get(id);
    sent.delete(id);
    if (response.status !== 403 || again === undefined) return response;
    const problem: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    if (problemFrom(problem, 403).code !== 'reauthentication_needed') return response;
    return (await proveAgain()) ? fetch(again) : response;
  },
  onError({ id }) {
    sent.delete(id);
  },
});

type Answered<T> =
  | { data: T; error?: never; response: Response }
  | { data?: never; error: unknown; response: Response };

/** The body of a successful answer. Throws a ProblemError for anything else. */
export async function answer<T>(call: Promise<Answered<T>>): Promise<T> {
  let answered: Answered<T>;
  try {
    answered = await call;
  } catch (error) {
    const problem = problemOf(error);
    if (problem.code === 'unreachable') unheard();
    throw problem;
  }
  if (answered.response.ok) {
    heard();
    return answered.data as T;
  }
  const problem = problemFrom(answered.error, answered.response.status);
  // a proxy speaks in place of a server that is gone
  if (problem.code === 'unexpected_answer' && problem.status >= 502 && problem.status <= 504) {
    unheard();
  } else if (problem.code === 'unavailable') {
    unheard('database');
  } else {
    heard();
  }
  throw problem;
}

/** Asks the server for a sign of life; the answer stands in the connection. */
export const ask = (): Promise<unknown> =>
  answer(api.GET('/api/v1/session')).catch((error: unknown) => error);

/** Headers of a write to something that others may have changed meanwhile; 412 says they have. */
export const ifMatch = (version: number) => ({ 'if-match': `"${version}"` });

/** A key for one intent. Not crypto.randomUUID: on a plain http address browsers do not have it. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Headers of a POST that creates or sends. One key for one intent, however often it is tried. */
export const once = (key: string) => ({ 'idempotency-key': key });
