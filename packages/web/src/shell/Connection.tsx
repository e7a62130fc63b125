import { IconPlugConnectedX } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ask } from '../api/client.ts';
import { useLost } from '../api/connection.ts';
import { Band } from '../parts/Band.tsx';

const EVERY = 5_000;
const clock = new Intl.DateTimeFormat('en-US', { timeStyle: 'short' });

const SAID = {
  server: 'No connection to the server.',
  database: 'The server cannot reach its database.',
} as const;

/** Says that the server does not answer and how old the page is; asks until it does. */
export function Connection() {
  const of = useLost();
  const lost = of !== null;
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
      {of && (
        <Band tone="warning">
          <IconPlugConnectedX size={16} stroke={1.75} aria-hidden />
          {SAID[of.who]} What you see is from {clock.format(of.since)}; it is tried again.
        </Band>
      )}
    </div>
  );
}
