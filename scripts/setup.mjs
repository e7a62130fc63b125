// Everything that a fresh clone needs before it can run: packages, the built pages, and the code of
// each process in one file.
// Does nothing, quickly, when all is there.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { binaries, environment, newNode, repository } from './node.mjs';
import { isInstalled, stamp } from './stamp.mjs';

export function setup() {
  installPackages();
  newNode();
  buildPages();
  bundleProcesses();
}

function installPackages() {
  if (isInstalled()) return;
  console.log('Installing packages (once, and after an update) ...');
  // npm replaces node_modules, so it must not run on the Node that lies in there.
  const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== binaries);
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    env: { ...process.env, PATH: path.join(delimiter) },
    otherwise: 'The packages could not be installed: is the npm registry reachable from here?',
  });
  stamp();
}

function buildPages() {
  const web = join(repository, 'packages', 'web');
  const built = modified(join(web, 'dist', 'index.html'));
  const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package.json', '../sdk/src'];
  if (sources.every((source) => newest(join(web, source)) <= built)) return;
  console.log('Building the pages ...');
  run(join(binaries, 'vite'), ['build', '--logLevel', 'warn'], {
    cwd: web,
    env: environment(),
    otherwise: 'The pages could not be built; the reason stands above.',
  });
}

/** Each in one file of its own. */
const PROCESSES = ['main', 'sender', 'importer'];

function bundleProcesses() {
  const packages = join(repository, 'packages');
  const server = join(packages, 'server');
  const sources = ['server/src', 'server/package.json', 'core/src', '../package-lock.json'];
  const changed = Math.max(...sources.map((source) => newest(join(packages, source))));
  for (const name of PROCESSES) {
    const folder = join(server, 'dist', name);
    if (changed <= modified(join(folder, `${name}.js`))) continue;
    const entry = join(server, 'src', `${name}.ts`);
    run(newNode(), [join(repository, 'scripts', 'bundle.mjs'), entry, folder], {
      otherwise: `The process “${name}” could not be put together; the reason stands above.`,
    });
  }
}

function run(program, args, { otherwise, ...options }) {
  const { status, error } = spawnSync(program, args, {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'inherit'],
    ...options,
  });
  if (status === 0) return;
  throw new Error(error?.code === 'ENOENT' ? `${program} was not found. ${otherwise}` : otherwise);
}

const modified = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** When anything in a file or folder was last written. */
function newest(path) {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return modified(path);
  return readdirSync(path).reduce((last, name) => Math.max(last, newest(join(path, name))), 0);
}

/** Runs `work`; an Error becomes its sentence and a failing exit. */
export async function orSentence(work) {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await orSentence(setup);
