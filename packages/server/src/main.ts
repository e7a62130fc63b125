import { Failure } from './commands/failure.ts';
import { program } from './commands/program.ts';
import { sentenceOf } from './commands/sentence-of.ts';
import { readConfig } from './config/index.ts';

// The one place that reads the environment, beside sender.ts and importer.ts.
const config = () => readConfig(process.env, process.getuid?.() === 0);

try {
  await program(config).parseAsync();
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = error instanceof Failure ? error.exitStatus : 1;
}
