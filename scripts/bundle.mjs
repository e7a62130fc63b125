// Puts a process's code into one file: read module by module, a sender's 800 take 20 MB that nobody
// reads again, and a second to start. Names stay, so that a stack says where; what is loaded only
// when it is wanted stays in files of its own.
//
//     node scripts/bundle.mjs <entry.ts> <folder>
import { rmSync } from 'node:fs';
import { build } from 'rolldown';

const [entry = '', folder = ''] = process.argv.slice(2);
rmSync(folder, { recursive: true, force: true });
await build({
  input: entry,
  platform: 'node',
  logLevel: 'warn',
  output: {
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  },
});
