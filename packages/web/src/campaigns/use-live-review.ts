import { useState } from 'react';
import { useEvents } from '../api/events.ts';
import type { Review } from '../parts/VerdictBar.tsx';

/** How a review stands that the server keeps current: see `reviewEvents` of the API. */
export interface LiveReview {
  readonly progress: { readonly judged: number; readonly audience: number | null } | null;
  readonly review: Review | null;
  readonly at: string | null;
  readonly missing: readonly string[];
}

/** The review of a draft, kept current while it is on the page; null before anything was heard. */
export function useLiveReview(id: string, ready: boolean): LiveReview | null {
  const [live, setLive] = useState<LiveReview | null>(null);
  useEvents<LiveReview>(ready ? `/api/v1/campaigns/${id}/review/events` : null, setLive);
  return live;
}
