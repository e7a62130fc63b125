/** A database's message can quote a patient's value, so only its code is shown. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Postern failed.';
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  // mkdir says EEXIST of a file
  if ((code === 'ENOTDIR' || (code === 'EEXIST' && syscall === 'mkdir')) && path !== undefined) {
    return `${path}: a file stands where a directory was expected. Name another place in POSTERN_DATA or POSTERN_KEY_FILE.`;
  }
  if (!('severity' in error)) {
    return process.env.POSTERN_LOG === 'debug' ? (error.stack ?? error.message) : error.message;
  }
  return `The database refused (code ${code ?? 'unknown'}).`;
}
