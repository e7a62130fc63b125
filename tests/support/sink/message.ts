import type { Fate } from './faults.ts';
import type { SinkState } from './state.ts';

/** The Message-ID stands within these bytes, after two signatures at most. */
const HEAD = 4096;

/** One transaction from MAIL to its end. */
export interface Message {
  to: string;
  fate: Fate;
  size: number;
  readonly head: Buffer[];
  /** The whole of it, where somebody asked for a sample. */
  readonly whole: Buffer[] | null;
  /** Of DATA: dots are doubled and its end is in it. */
  dotted: boolean;
}

export function newMessage({ sample }: SinkState): Message {
  return { to: '', fate: 'take', size: 0, head: [], whole: sample && [], dotted: false };
}

export function takePart(message: Message, bytes: Buffer): void {
  if (message.size < HEAD) message.head.push(bytes.subarray(0, HEAD));
  message.whole?.push(bytes);
  message.size += bytes.length;
}

export function messageIdOf({ head }: Message): string {
  const text = (head.length === 1 ? head[0] : Buffer.concat(head))?.toString('latin1') ?? '';
  return /^message-id:\s*(<[^>\s]*>)/im.exec(text)?.[1] ?? '';
}

/** The message as its author wrote it. */
export function sourceOf({ whole, dotted }: Message): Buffer {
  const bytes = Buffer.concat(whole ?? []);
  if (!dotted) return bytes;
  return Buffer.from(bytes.toString('latin1').slice(0, -3).replaceAll('\r\n.', '\r\n'), 'latin1');
}
