import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const SOURCES = [at('../src/'), at('../../core/src/')];

/**
 * The program of a process: in one file (scripts/bundle.mjs), or module by module where that file is
 * missing, or older than what it was made of: it would act by rules of before.
 */
export function bundled(name) {
  const bundle = at(`../dist/${name}/${name}.js`);
  const made = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const isNewest = made > 0 && SOURCES.every((folder) => isOlder(folder, made));
  return isNewest ? bundle : at(`../src/${name}.ts`);
}

function isOlder(folder, than) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .every((name) => statSync(join(folder, name)).mtimeMs <= than);
}
