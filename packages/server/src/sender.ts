import { sender } from './commands/sender.ts';
import { sentenceOf } from './commands/sentence-of.ts';
import { readConfig } from './config/index.ts';

// One sending process. An entry of its own, so that it loads what it needs and no more.
try {
  await sender(readConfig(process.env, process.getuid?.() === 0));
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exitCode = 1;
}
