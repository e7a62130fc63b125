import { Failure } from './commands/failure.ts';
import { program } from './commands/program.ts';
import { readConfig } from './config/index.ts';

// The one place that reads the environment.
const config = () => readConfig(process.env, process.getuid?.() === 0);

try {
  await program(config).parseAsync();
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = error instanceof Failure ? error.exitStatus : 1;
}

/** A database's message can quote a patient's value, so only its code is shown. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return 'Postern failed.';
  if (!('severity' in error)) {
    return process.env.POSTERN_LOG === 'debug' ? (error.stack ?? error.message) : error.message;
  }
  return `The database refused (code ${(error as { code?: string }).code ?? 'unknown'}).`;
}
