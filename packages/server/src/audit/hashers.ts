import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Chunk, type Hashed, hashChunk } from './hash-chunk.ts';

export interface Hashers {
  /** How many chunks it is worth to have on their way. */
  readonly width: number;
  hash(chunk: Chunk): Promise<Hashed>;
  close(): Promise<void>;
}

/** Hashes with all cores, or in this thread. */
export function openHashers(threaded: boolean): Hashers {
  if (!threaded) {
    return { width: 1, hash: async (chunk) => hashChunk(chunk), close: async () => {} };
  }
  const threads = Array.from(
    { length: Math.min(4, Math.max(2, availableParallelism())) },
    () => new Worker(new URL('./hash-thread.ts', import.meta.url)),
  );
  // each thread takes one chunk after the other
  const lines = threads.map((): Promise<unknown> => Promise.resolve());
  let turn = 0;
  return {
    width: 2 * threads.length,
    hash(chunk) {
      const number = turn++ % threads.length;
      const hashed = (lines[number] ?? Promise.resolve()).then(() => sent(threads[number], chunk));
      lines[number] = hashed.catch(() => {});
      return hashed;
    },
    async close() {
      await Promise.all(threads.map((thread) => thread.terminate()));
    },
  };
}

async function sent(thread: Worker | undefined, chunk: Chunk): Promise<Hashed> {
  if (!thread) throw new RangeError('There is no thread of this number.');
  const answered = once(thread, 'message');
  thread.postMessage(chunk, [chunk.answer.buffer, chunk.hashes.buffer]);
  const [hashed]: Hashed[] = await answered;
  if (!hashed) throw new Error('A thread that verifies the audit gave no answer.');
  return hashed;
}
