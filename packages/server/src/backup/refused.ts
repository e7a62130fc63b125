/** A file is no backup that can be restored here. The message is half a sentence, or a whole one. */
export class BackupRefused extends Error {
  readonly code = 'BACKUP_REFUSED';
}
