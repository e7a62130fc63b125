/*
 * A sensitive act wants to know again who it is. Whoever sends a request waits here; the dialog
 * (session/ProveAgain.tsx) asks once, however many wait.
 */

let waiting: {
  readonly promise: Promise<boolean>;
  readonly answer: (proved: boolean) => void;
} | null = null;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** Has the person asked; true when they showed who they are. */
export function proveAgain(): Promise<boolean> {
  if (waiting === null) {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    waiting = { promise, answer: resolve };
    tell();
  }
  return waiting.promise;
}

export function answerAgain(proved: boolean): void {
  waiting?.answer(proved);
  waiting = null;
  tell();
}

export const isAsked = (): boolean => waiting !== null;

export function onAsked(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
