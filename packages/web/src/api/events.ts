import { useEffect, useRef } from 'react';
import { ask } from './client.ts';
import { heard, useLost } from './connection.ts';
import { type ProblemError, problemFrom, problemOf } from './problem.ts';

const AGAIN_MS = 3_000;

/**
 * Listens to server-sent events while `url` is given; each message's data is one `T`. The browser
 * connects again by itself when the line breaks, and not when it is refused, which is done here where the
 * refusal may pass; one whose server is gone waits until it is heard. `refused` hears why there are none.
 */
export function useEvents<T>(
  url: string | null,
  receive: (value: T) => void,
  refused: (problem: ProblemError) => void = () => {},
): void {
  const lost = useLost() !== null;
  const latest = useRef({ receive, refused });
  useEffect(() => {
    latest.current = { receive, refused };
  });
  useEffect(() => {
    if (!url || lost) return;
    const leaving = new AbortController();
    const open = () => {
      if (leaving.signal.aborted) return;
      const source = new EventSource(url);
      leaving.signal.addEventListener('abort', () => source.close());
      source.onmessage = (message) => {
        heard();
        latest.current.receive(JSON.parse(message.data) as T);
      };
      // a stream also ends when all has been said: only a request tells whether the server is there
      source.onerror = () => {
        void ask();
        // the browser says that there was no stream, but not what there was
        if (source.readyState === EventSource.CLOSED) void refusal(url).then(again);
      };
    };
    const again = (problem: ProblemError | null) => {
      if (leaving.signal.aborted) return;
      if (problem !== null) latest.current.refused(problem);
      if (problem === null || problem.status >= 500) window.setTimeout(open, AGAIN_MS);
    };
    open();
    return () => leaving.abort();
  }, [url, lost]);
}

/** What the server answers in place of a stream; null where it gives one after all. */
async function refusal(url: string): Promise<ProblemError | null> {
  const leaving = new AbortController();
  try {
    const response = await fetch(url, { signal: leaving.signal });
    if (response.ok) return null;
    const body: unknown = await response.json().catch(() => null);
    return problemFrom(body, response.status);
  } catch (error) {
    return problemOf(error);
  } finally {
    leaving.abort();
  }
}
