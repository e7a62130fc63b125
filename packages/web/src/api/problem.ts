import type { Problem } from '@postern/sdk';

/** What the server answered instead of what was asked (RFC 9457), or that it did not answer. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }

  /** The sentence about one field, by its name in the request's body. */
  field(name: string): string | undefined {
    return this.problem.errors?.find(({ pointer }) => pointer === `/${name}`)?.detail;
  }
}

const plain = (code: string, title: string, detail: string, status: number): Problem => ({
  type: 'about:blank',
  title,
  status,
  detail,
  code,
});

/** Anything thrown, as a problem that can be shown. */
export function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) {
    return new ProblemError(
      plain(
        'unreachable',
        'The server cannot be reached',
        'Nothing was changed by this page. Mail that is being sent goes on without it. Try again in a moment.',
        0,
      ),
    );
  }
  return new ProblemError(
    plain(
      'page_fault',
      'This page has a fault',
      'What you saved is safe on the server. Load the page again; if it happens once more, tell whoever looks after Postern.',
      0,
    ),
  );
}

/** What a response that is no success says, also when it is not a problem document. */
export function problemFrom(body: unknown, status: number): ProblemError {
  if (typeof body === 'object' && body !== null && 'detail' in body && 'code' in body) {
    return new ProblemError(body as Problem);
  }
  return new ProblemError(
    plain(
      'unexpected_answer',
      'The server answered with an error',
      `It said ${status} and nothing more. Nothing was changed as far as this page knows.`,
      status,
    ),
  );
}
