import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ask } from '../api/client.ts';
import { useLostSince } from '../api/connection.ts';
import { Band } from '../parts/Band.tsx';

const EVERY = 5_000;
const clock = new Intl.DateTimeFormat('en-US', { timeStyle: 'short' });

/** Says that the server does not answer and how old the page is; asks until it does. */
export function Connection() {
  const since = useLostSince();
  const lost = since !== null;
  const queries = useQueryClient();
  useEffect(() => {
    const now = () => void ask();
    if (!navigator.onLine) now();
    window.addEventListener('offline', now);
    window.addEventListener('online', now);
    return () => {
      window.removeEventListener('offline', now);
      window.removeEventListener('online', now);
    };
  }, []);
  useEffect(() => {
    if (!lost) return;
    const timer = setInterval(() => void ask(), EVERY);
    return () => {
      clearInterval(timer);
      // it answers again: everything on the page is of before
      void queries.invalidateQueries();
    };
  }, [lost, queries]);
  return (
    // the region is there before its words, so that they are read out
    <div role="status">
      {lost && (
        <Band tone="warning">
          <IconPlugConnectedX size={16} stroke={1.75} aria-hidden />
          No connection to the server. What you see is from {clock.format(since)}; it is tried
          again.
        </Band>
      )}
    </div>
  );
}
