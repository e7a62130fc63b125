import { createHash } from 'node:crypto';

/** How many buckets the big tables are spread over; fixed for the life of a database. */
export const BUCKETS = 256;

/** The bucket of a contact (or of a lookup token): a hash of its bytes, 0 to 255. */
export function bucketOf(id: string | Uint8Array): number {
  return createHash('sha256').update(id).digest()[0] ?? 0;
}
