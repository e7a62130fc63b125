import { Failure } from './commands/failure.ts';
import { program } from './commands/program.ts';
import { sentenceOf } from './commands/sentence-of.ts';
import { readConfig } from './config/index.ts';

// The one place that reads the environment, beside sender.ts and importer.ts.
const config = () => readConfig(process.env, process.getuid?.() === 0);

/** Null where the database is elsewhere, or the settings say nothing that could be read. */
function dataDirectory(): string | null {
  try {
    const read = config();
    return read.databaseUrl === null ? read.dataDirectory : null;
  } catch {
    return null;
  }
}

try {
  await program(config).parseAsync();
} catch (error) {
  process.stderr.write(`${sentenceOf(error, dataDirectory())}\n`);
  process.exitCode = error instanceof Failure ? error.exitStatus : 1;
}
