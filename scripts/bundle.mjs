// Puts a process's code into one file: read module by module, a sender's 800 take 20 MB that nobody
// reads again, and a second to start; those of the pages and the API, with what strips their types, 33 MB.
// Names stay, so that a stack says where; what is loaded only when it is wanted stays in files of its own.
//
//     node scripts/bundle.mjs <entry.ts> <folder>
import { rmSync } from 'node:fs';
import { basename, relative, resolve, sep } from 'node:path';
import { build } from 'rolldown';

const [entry = '', folder = ''] = process.argv.slice(2);

/** Of `main` only packages of hundreds of modules: some others read files that lie beside them. */
const TAKEN_IN = /^(?:@postern\/core|kysely|typebox)(?:\/|$)/;
const staysOutside = (id, from) =>
  basename(entry) === 'main.ts' && from !== undefined && /^[@\w]/.test(id) && !TAKEN_IN.test(id);

/** What a module of ours finds from where it lies, it finds from where the file lies too. */
const ownPlace = {
  name: 'own-place',
  transform(code, id) {
    if (/^\0|[\\/]node_modules[\\/]/.test(id) || !code.includes('import.meta.url')) return null;
    const place = JSON.stringify(relative(resolve(folder), id).split(sep).join('/'));
    return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`);
  },
};

rmSync(folder, { recursive: true, force: true });
await build({
  input: entry,
  platform: 'node',
  logLevel: 'warn',
  external: staysOutside,
  plugins: [ownPlace],
  output: {
    dir: folder,
    format: 'esm',
    entryFileNames: '[name].js',
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  },
});
