import { useEffect, useRef } from 'react';

/**
 * Listens to server-sent events while `url` is given; each message's data is one `T`. The browser
 * connects again by itself when the line breaks.
 */
export function useEvents<T>(url: string | null, receive: (value: T) => void): void {
  const latest = useRef(receive);
  useEffect(() => {
    latest.current = receive;
  });
  useEffect(() => {
    if (!url) return;
    const source = new EventSource(url);
    source.onmessage = (message) => latest.current(JSON.parse(message.data) as T);
    return () => source.close();
  }, [url]);
}
