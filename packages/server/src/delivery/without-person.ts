import { scrubReply } from '@postern/core/delivery';
import type { Permit } from '@postern/core/gate';

/** Shorter words are found in other words. */
const SHORTEST = 3;

const QUEUED = /\b(?:queued as|id[ =:]|queue-id[ =:])\s*<?([\w.-]{4,64})/i;

/** Under what name the server keeps a message that it took: evidence of where it went. */
export function queueName(text: string): string | null {
  const name = QUEUED.exec(text)?.[1];
  return name === undefined ? null : `queued as ${name}`;
}

/**
 * A server's words without whatever they may say of the person: addresses, and each value that the
 * message was made from, which a server may have taken from it.
 */
export function withoutPerson(
  text: string,
  { address, attributes }: Pick<Permit, 'address' | 'attributes'>,
): string {
  let scrubbed = scrubReply(text);
  const found = new Set<string>();
  const plain = scrubbed.toLowerCase();
  for (const value of [address, ...Object.values(attributes)].flat()) {
    if (typeof value !== 'string') continue;
    for (const word of [value, ...value.split(/[^\p{L}\p{N}]+/u)]) {
      if (word.length >= SHORTEST && plain.includes(word.toLowerCase())) found.add(word);
    }
  }
  for (const word of [...found].toSorted((a, b) => b.length - a.length)) {
    scrubbed = scrubbed.replaceAll(new RegExp(RegExp.escape(word), 'giu'), '[…]');
  }
  return scrubbed;
}
