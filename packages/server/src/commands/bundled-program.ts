import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const SOURCES = [at('../'), at('../../../core/src/')];

/**
 * The program of a process under `start`: in one file (scripts/bundle.mjs), which saves each of them
 * 20 MB, or module by module where that file is missing, or older than what it was made of: it would act
 * by rules of before.
 */
export function bundledProgram(name: 'sender' | 'importer'): string {
  const bundle = at(`../../dist/${name}/${name}.js`);
  const bundled = statSync(bundle, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return bundled > 0 && SOURCES.every((folder) => isOlder(folder, bundled))
    ? bundle
    : at(`../${name}.ts`);
}

function isOlder(folder: string, than: number): boolean {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .every((name) => statSync(join(folder, name)).mtimeMs <= than);
}
