export { BUCKETS, bucketOf } from './bucket.ts';
export { byBucket } from './by-bucket.ts';
export { copyIn, copyInPieces, copyOutBytes, copyOutEach, copyOutPieces } from './copy.ts';
export { COPY_HEADER, COPY_TRAILER, type CopyType, type CopyValue, put } from './copy-format.ts';
export { list, placesOf, tokenList } from './list.ts';
export { migrate, migrateWithin, migrationNames } from './migrate.ts';
export { type Database, openDatabase } from './pool.ts';
export type { Tables } from './tables.ts';
export { inTransaction, type Tx } from './transaction.ts';
