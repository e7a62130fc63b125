import { useSyncExternalStore } from 'react';

/*
 * Whether the server answers, and has its database. Every request and every event says so here; a page that shows
 * something that moves asks here whether it still does.
 */

/** Who does not answer, and when it was last heard, in milliseconds since 1970. */
export interface Lost {
  readonly since: number;
  readonly who: 'server' | 'database';
}

let heardAt = Date.now();
let lost: Lost | null = null;
const listeners = new Set<() => void>();

function set(now: Lost | null): void {
  if (lost?.since === now?.since && lost?.who === now?.who) return;
  lost = now;
  for (const listener of listeners) listener();
}

/** The server answered, whatever it said, and could ask its database. */
export function heard(): void {
  heardAt = Date.now();
  set(null);
}

/** A request got no answer, or only that there is none. What the pages show is from the last that was one. */
export function unheard(who: Lost['who'] = 'server'): void {
  set({ since: lost?.since ?? heardAt, who });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Null: all answers. */
export const useLost = (): Lost | null => useSyncExternalStore(subscribe, () => lost);
