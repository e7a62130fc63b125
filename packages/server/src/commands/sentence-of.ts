/**
 * A database's message can quote a patient's value, so only its code is shown. `dataDirectory`: whose disk
 * is meant where one is full; null: the database is elsewhere.
 */
export function sentenceOf(error: unknown, dataDirectory: string | null = null): string {
  if (!(error instanceof Error)) return 'Postern failed.';
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  // mkdir says EEXIST of a file
  if ((code === 'ENOTDIR' || (code === 'EEXIST' && syscall === 'mkdir')) && path !== undefined) {
    return `${path}: a file stands where a directory was expected. Name another place in POSTERN_DATA or POSTERN_KEY_FILE.`;
  }
  const database = dataDirectory ?? 'the database';
  if (code === '53100' && 'severity' in error) {
    return `The disk of ${database} is full, so that nothing can be written (53100). Make room there, best more than 256 MB, and try again: nothing is lost.`;
  }
  // which disk is not said where a write fails: a backup may go to another than the data
  if (code === 'ENOSPC') {
    return `A disk is full: that of ${database}, or of the file that was to be written (ENOSPC). Make room there, best more than 256 MB, and try again: nothing is lost.`;
  }
  if (!('severity' in error)) {
    return process.env.POSTERN_LOG === 'debug' ? (error.stack ?? error.message) : error.message;
  }
  return `The database refused (code ${code ?? 'unknown'}).`;
}
