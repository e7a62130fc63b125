/**
 * What a client did that cannot be done, as RFC 9457 problem details. `code` is stable; `detail`
 * is a sentence for a person and holds no value of a patient.
 */
export class ApiProblem extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[];
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(
    code: ProblemCode,
    detail: string,
    errors: readonly FieldError[] = [],
    extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.code = code;
    this.status = PROBLEMS[code].status;
    this.errors = errors;
    this.extra = extra;
  }
}

export interface FieldError {
  /** JSON pointer (RFC 6901) into the body or query. */
  readonly pointer: string;
  readonly detail: string;
}

/** Every code that the API answers with; listed in docs/api.md. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request does not fit its description' },
  not_signed_in: { status: 401, title: 'Not signed in' },
  sign_in_refused: { status: 401, title: 'Sign-in refused' },
  permission_missing: { status: 403, title: 'A permission is missing' },
  class_missing: { status: 403, title: 'A class of data is above your roles' },
  reauthentication_needed: { status: 403, title: 'Show again who you are' },
  second_factor_missing: { status: 403, title: 'A second factor is to be set up' },
  way_refused: { status: 403, title: 'The application is not let in by this way' },
  address_refused: { status: 403, title: 'The key is not used from this address' },
  application_restricted: { status: 403, title: 'The application is restricted' },
  cross_site: { status: 403, title: 'The request came from another site' },
  not_found: { status: 404, title: 'Not found' },
  not_possible_now: { status: 409, title: 'Not possible in this state' },
  idempotency_conflict: {
    status: 409,
    title: 'The same Idempotency-Key came with another request',
  },
  in_progress: { status: 409, title: 'The same request is still running' },
  version_conflict: { status: 412, title: 'Somebody else changed it' },
  too_large: { status: 413, title: 'Too large' },
  invalid_content: { status: 422, title: 'The content cannot be used' },
  version_required: { status: 428, title: 'If-Match is required' },
  too_many: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something failed on the server' },
  took_too_long: { status: 503, title: 'The answer took too long' },
  no_room: { status: 507, title: 'Too little room on the disk' },
  unavailable: { status: 503, title: 'The database cannot be reached' },
  key_store_unavailable: { status: 503, title: 'The key store cannot be used' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** The body of a problem answer. */
export function problemBody(
  code: ProblemCode,
  detail: string,
  errors: readonly FieldError[] = [],
  extra: Readonly<Record<string, unknown>> = {},
) {
  const { status, title } = PROBLEMS[code];
  return {
    type: `urn:postern:problem:${code}`,
    title,
    status,
    detail,
    code,
    ...(errors.length > 0 && { errors }),
    ...extra,
  };
}

export const notFound = (what: string) => new ApiProblem('not_found', `There is no such ${what}.`);
