/** A database's message can quote a patient's value, so only its code is shown. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Postern failed.';
  if (!('severity' in error)) {
    return process.env.POSTERN_LOG === 'debug' ? (error.stack ?? error.message) : error.message;
  }
  return `The database refused (code ${(error as { code?: string }).code ?? 'unknown'}).`;
}
