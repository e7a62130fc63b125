import { useState } from 'react';
import { useEvents } from '../api/events.ts';
import type { ProblemError } from '../api/problem.ts';
import type { Review } from '../parts/VerdictBar.tsx';

/** How a review stands that the server keeps current: see `reviewEvents` of the API. */
export interface LiveReview {
  readonly progress: { readonly judged: number; readonly audience: number | null } | null;
  readonly review: Review | null;
  readonly at: string | null;
  readonly missing: readonly string[];
}

/** The review of a draft, kept current while it is on the page; both null before anything was heard. */
export function useLiveReview(
  id: string,
  ready: boolean,
): { readonly live: LiveReview | null; readonly problem: ProblemError | null } {
  const [live, setLive] = useState<LiveReview | null>(null);
  const [problem, setProblem] = useState<ProblemError | null>(null);
  const url = ready ? `/api/v1/campaigns/${id}/review/events` : null;
  const receive = (review: LiveReview) => {
    setLive(review);
    setProblem(null);
  };
  useEvents<LiveReview>(url, receive, setProblem);
  return { live, problem };
}
