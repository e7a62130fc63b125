import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ProblemError } from './problem.ts';

/** `signedOut` is called when the server says that the session has ended. */
export function createQueries(signedOut: () => void): QueryClient {
  const ended = (error: unknown) => {
    if (error instanceof ProblemError && error.status === 401) signedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError: ended }),
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // What the server said no to stays no; only silence is worth another try.
        retry: (count, error) =>
          count < 2 &&
          !(error instanceof ProblemError && error.status >= 400 && error.status < 500),
      },
      mutations: { onError: ended },
    },
  });
}
