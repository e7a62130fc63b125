import type { Readable } from 'node:stream';
import type { Patience } from './patience.ts';

/** As much of a message as is kept and read: reports and the original's header lie before that. */
export const KEPT_BYTES = 256 * 1024;
/** What is larger is refused. */
export const LARGEST = 10 * 1024 * 1024;

export type Head =
  | { readonly kind: 'read'; readonly head: Buffer; readonly size: number }
  /** Too little of it came in too long a time: it is no message. */
  | { readonly kind: 'slow' };

/**
 * Reads to the end, or until it is too large; keeps only the beginning. Rejects when the other side
 * breaks off.
 */
export async function readHead(
  stream: Readable,
  { stretch, bytes }: Pick<Patience, 'stretch' | 'bytes'>,
): Promise<Head> {
  const parts: Buffer[] = [];
  let kept = 0;
  let size = 0;
  let before = 0;
  let watch: NodeJS.Timeout | undefined;
  try {
    const how = await new Promise<'read' | 'slow'>((resolve, reject) => {
      watch = setInterval(() => {
        if (size - before < bytes) resolve('slow');
        before = size;
      }, stretch);
      stream.on('data', (part: Buffer) => {
        size += part.length;
        if (kept < KEPT_BYTES) parts.push(part.subarray(0, KEPT_BYTES - kept));
        kept = Math.min(KEPT_BYTES, kept + part.length);
        // the rest flows by until the connection is cut
        if (size > LARGEST) resolve('read');
      });
      stream.on('end', () => resolve('read'));
      stream.on('error', reject);
      // cut by the other side: there is no message
      stream.on('close', () =>
        stream.readableEnded ? resolve('read') : reject(new Error('Cut off.')),
      );
    });
    return how === 'slow' ? { kind: 'slow' } : { kind: 'read', head: Buffer.concat(parts), size };
  } finally {
    clearInterval(watch);
  }
}
