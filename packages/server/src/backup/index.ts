export { makeBackup } from './make-backup.ts';
export { type BackupChain, openChain } from './open-chain.ts';
export { BackupRefused } from './refused.ts';
export { requireVersion, restoreBackup } from './restore-backup.ts';
export { type ScannedBackup, scanBackup } from './scan-backup.ts';
export type { Settled } from './settle-restored.ts';
export { fileSink, streamSink } from './sink.ts';
export { NOT_KEPT, tablesToKeep } from './tables.ts';
