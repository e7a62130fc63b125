import { useSyncExternalStore } from 'react';

/*
 * Whether the server answers. Every request and every event says so here; a page that shows
 * something that moves asks here whether it still does.
 */

let heardAt = Date.now();
let lostSince: number | null = null;
const listeners = new Set<() => void>();

function set(now: number | null): void {
  if (lostSince === now) return;
  lostSince = now;
  for (const listener of listeners) listener();
}

/** The server answered, whatever it said. */
export function heard(): void {
  heardAt = Date.now();
  set(null);
}

/** A request got no answer. What the pages show is from when the server last did. */
export function unheard(): void {
  set(lostSince ?? heardAt);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** When the server was last heard, in milliseconds since 1970, while it is not; null: it answers. */
export const useLostSince = (): number | null => useSyncExternalStore(subscribe, () => lostSince);
