import { hash } from 'node:crypto';
import type { Sha256 } from '@postern/core/audit';

/**
 * In one call: half of what an object that is updated costs. By way of a text the hash lies in Node's
 * pool: memory of its own for each would cost half of the rest (2.4 µs against 1.1).
 */
export const sha256: Sha256 = (bytes) => Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');
