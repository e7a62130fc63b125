import { importer } from './commands/importer.ts';
import { sentenceOf } from './commands/sentence-of.ts';
import { readConfig } from './config/index.ts';

// The process of one import. An entry of its own, so that it loads what it needs and no more.
try {
  await importer(readConfig(process.env, process.getuid?.() === 0));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
