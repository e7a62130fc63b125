import { useEffect, useRef } from 'react';
import { ask } from './client.ts';
import { heard, useLostSince } from './connection.ts';

/**
 * Listens to server-sent events while `url` is given; each message's data is one `T`. The browser
 * connects again by itself when the line breaks; one whose server is gone waits until it is heard.
 */
export function useEvents<T>(url: string | null, receive: (value: T) => void): void {
  const lost = useLostSince() !== null;
  const latest = useRef(receive);
  useEffect(() => {
    latest.current = receive;
  });
  useEffect(() => {
    if (!url || lost) return;
    const source = new EventSource(url);
    source.onmessage = (message) => {
      heard();
      latest.current(JSON.parse(message.data) as T);
    };
    // a stream also ends when all has been said: only a request tells whether the server is there
    source.onerror = () => void ask();
    return () => source.close();
  }, [url, lost]);
}
