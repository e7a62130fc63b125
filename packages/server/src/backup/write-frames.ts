import { randomBytes } from 'node:crypto';
import type { KeyStore } from '../keys/index.ts';
import { fileKey, type Kind, MAGIC, sealFrame, WRAPPED_FOR } from './format.ts';
import type { Sink } from './sink.ts';

export interface FrameWriter {
  /** Seals a frame and writes it; one after the other, in the order in which they are given. */
  write(kind: Kind, plain: Uint8Array): Promise<void>;
}

/** Begins a file with a new key, which the key store wraps. */
export async function writeFrames(store: KeyStore, id: string, sink: Sink): Promise<FrameWriter> {
  const dataKey = randomBytes(32);
  const wrapped = (await store.wrap(dataKey, WRAPPED_FOR)).toString('base64');
  const clear = Buffer.from(`${MAGIC}\n${JSON.stringify({ id, wrapped })}\n`);
  const key = fileKey(dataKey, clear);
  dataKey.fill(0);
  let number = 0;
  let last = sink.write(clear);
  return {
    write(kind, plain) {
      const frame = sealFrame(key, number, kind, plain);
      number += 1;
      last = last.then(() => sink.write(frame));
      return last;
    },
  };
}
