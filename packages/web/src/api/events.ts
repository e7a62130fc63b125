import { useEffect, useRef } from 'react';
import { ask } from './client.ts';
import { heard, useLostSince } from './connection.ts';
import { type ProblemError, problemFrom, problemOf } from './problem.ts';

/**
 * Listens to server-sent events while `url` is given; each message's data is one `T`. The browser
 * connects again by itself when the line breaks; one whose server is gone waits until it is heard.
 * `refused` hears why there are none.
 */
export function useEvents<T>(
  url: string | null,
  receive: (value: T) => void,
  refused: (problem: ProblemError) => void = () => {},
): void {
  const lost = useLostSince() !== null;
  const latest = useRef({ receive, refused });
  useEffect(() => {
    latest.current = { receive, refused };
  });
  useEffect(() => {
    if (!url || lost) return;
    const source = new EventSource(url);
    source.onmessage = (message) => {
      heard();
      latest.current.receive(JSON.parse(message.data) as T);
    };
    // a stream also ends when all has been said: only a request tells whether the server is there
    source.onerror = () => {
      void ask();
      // what was no stream is not asked for again: the browser says so, but not what it was
      if (source.readyState === EventSource.CLOSED) void refusal(url).then(tell);
    };
    const tell = (problem: ProblemError | null) => {
      if (problem !== null) latest.current.refused(problem);
    };
    return () => source.close();
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
