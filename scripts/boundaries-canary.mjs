// A rule that matches nothing passes too. So: in a small tree of its own, break each rule of
// .dependency-cruiser.mjs once, and see exactly that rule fail at exactly that file.
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import config, { floors } from '../.dependency-cruiser.mjs';

const repository = fileURLToPath(new URL('../', import.meta.url));
/** Folders of the server on top of all rooms. */
const roof = ['cli', 'commands', 'demo'];
const packages = ['core', 'sdk', 'server', 'web'];

/** rule -> [file that breaks it, what it imports] */
const violations = {
  'core-imports-no-package-of-ours': ['core/src/a.ts', '@postern/sdk'],
  'core-is-pure': ['core/src/b.ts', 'node:fs'],
  'core-takes-only-liquid-from-npm': ['core/src/c.ts', 'pg'],
  'core-values-are-the-ground': ['core/src/values/d.ts', '../gate/index.ts'],
  'permits-come-from-the-gate': ['core/src/campaigns/e.ts', '../gate/decide.ts'],
  'web-knows-only-the-sdk': ['web/src/f.tsx', '../../core/src/gate/index.ts'],
  'sdk-stands-alone': ['sdk/src/g.ts', '@postern/core/gate'],
  'server-stands-on-core': ['server/src/h.ts', '@postern/sdk'],
  'nothing-imports-the-server': ['web/src/i.ts', '../../server/src/main.ts'],
  'no-cycles': ['sdk/src/j.ts', './k.ts'],
  'no-tests-in-the-product': ['sdk/src/l.ts', './m.test.ts'],
  'no-development-dependencies-in-the-product': ['sdk/src/n.ts', 'fast-check'],
  'everything-resolves': ['sdk/src/o.ts', './nowhere.ts'],
};
floors.forEach((room, floor) => {
  const above = floors[floor + 1];
  const target = above === undefined ? '../main.ts' : `../${above}/index.ts`;
  violations[`server-floor-${room}`] = [`server/src/${room}/up.ts`, target];
});

/** What the violations point to; harmless by itself. */
const bystanders = {
  'core/src/gate/index.ts': "export { decide } from './decide.ts';",
  'core/src/gate/decide.ts': 'export const decide = 1;',
  'sdk/src/index.ts': 'export const sdk = 1;',
  'sdk/src/k.ts': "import './j.ts';",
  'sdk/src/m.test.ts': 'export const test = 1;',
  'server/src/main.ts': 'export const main = 1;',
};
for (const room of floors) bystanders[`server/src/${room}/index.ts`] = 'export const room = 1;';

const cruiser = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

function cruise(directory, folders) {
  const args = [cruiser, ...folders, '--output-type', 'json'];
  try {
    const options = { cwd: directory, encoding: 'utf8', maxBuffer: 2 ** 28 };
    return JSON.parse(
      execFileSync(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch (error) {
    // Its exit code counts the violations that it found; the answer is there all the same.
    return JSON.parse(error.stdout);
  }
}

function plant(tree) {
  const write = (path, text) => {
    const file = join(tree, 'packages', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${text}\n`);
  };
  for (const [path, text] of Object.entries(bystanders)) write(path, text);
  for (const [rule, [path, target]] of Object.entries(violations)) {
    // A type crosses a boundary as much as a value does; only development packages may lend theirs.
    const what = rule.startsWith('no-development') ? '' : 'type { T } from ';
    write(path, `import ${what}'${target}';`);
  }
  for (const name of ['package.json', '.dependency-cruiser.mjs']) {
    copyFileSync(join(repository, name), join(tree, name));
  }
  for (const name of packages) {
    const manifest = `packages/${name}/package.json`;
    copyFileSync(join(repository, manifest), join(tree, manifest));
  }
  // The packages of others are the real ones; ours are the planted ones.
  mkdirSync(join(tree, 'node_modules/@postern'), { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules'))) {
    if (name === '@postern' || name.startsWith('.')) continue;
    symlinkSync(join(repository, 'node_modules', name), join(tree, 'node_modules', name));
  }
  for (const name of packages) {
    symlinkSync(join(tree, 'packages', name), join(tree, 'node_modules/@postern', name));
  }
}

function faultsOfThePlanted() {
  const tree = mkdtempSync(join(tmpdir(), 'postern-canary-'));
  try {
    plant(tree);
    const found = new Set(
      cruise(tree, ['packages']).summary.violations.map(({ rule, from }) => `${rule.name} ${from}`),
    );
    return config.forbidden.flatMap(({ name }) => {
      const planted = violations[name];
      if (planted === undefined) return [`Rule ${name} has no violation planted for it.`];
      if (found.has(`${name} packages/${planted[0]}`)) return [];
      return [`Rule ${name} did not see ${planted[0]} import ${planted[1]}.`];
    });
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

function faultsOfTheReal() {
  const { modules } = cruise(repository, ['packages']);
  const faults = packages.flatMap((name) => {
    const own = modules.filter(({ source }) => source.startsWith(`packages/${name}/src/`));
    const imports = own.reduce((sum, { dependencies }) => sum + dependencies.length, 0);
    if (own.length > 0 && imports > 0) return [];
    return [`Of packages/${name}, ${own.length} modules and ${imports} imports were read.`];
  });
  const rooms = readdirSync(join(repository, 'packages/server/src'), { withFileTypes: true });
  for (const { name } of rooms.filter((entry) => entry.isDirectory())) {
    if (floors.includes(name) || roof.includes(name)) continue;
    faults.push(`The room packages/server/src/${name} has no floor in .dependency-cruiser.mjs.`);
  }
  if (!existsSync(join(repository, 'packages/core/src/gate/index.ts'))) {
    faults.push('The gate is not where the rule about permits looks for it.');
  }
  return faults;
}

const faults = [...faultsOfThePlanted(), ...faultsOfTheReal()];
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exit(1);
console.log(`Each of ${config.forbidden.length} boundaries was broken once, and seen to break.`);
