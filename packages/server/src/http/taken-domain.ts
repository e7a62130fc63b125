import { DomainTaken } from '../organizations/index.ts';
import { ApiProblem } from './problem.ts';

/** What to answer when a domain was wanted that another organization has; null for any other error. */
export function takenIn(error: unknown, fieldOf: (domain: string) => string): ApiProblem | null {
  if (!(error instanceof DomainTaken)) return null;
  const detail = error.message;
  return new ApiProblem('invalid_content', detail, [{ pointer: fieldOf(error.domain), detail }]);
}
