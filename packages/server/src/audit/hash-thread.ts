import { parentPort } from 'node:worker_threads';
import { type Chunk, hashChunk } from './hash-chunk.ts';

// A thread of `hashers`: hashes what it is sent.
parentPort?.on('message', (chunk: Chunk) => {
  const hashed = hashChunk(chunk);
  parentPort?.postMessage(hashed, [hashed.roots.buffer]);
});
