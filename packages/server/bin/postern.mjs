#!/usr/bin/env node
// The `postern` command. Runs main, which needs Node 24: in this process's place if it can, else in a child,
// under the Node that npm brought.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundled } from './bundled.mjs';

const main = bundled('main');
const isNew = Number.parseInt(process.versions.node, 10) >= 24;
// npm passes a Ctrl-C on that the terminal has sent already, and a second one means "at once".
const heardTwice = process.env.npm_lifecycle_event !== undefined;
// Of what is made while it starts, or while a million people are counted, little stays; and glibc would
// keep an arena for each thread, and what was once large for ever. Together they take a third of what the
// pages and the API hold after a start. A nursery of 8 MB would cost those, while a campaign to a million is
// reviewed, another 18 MB and no less processor time; commands import, which makes more that is young.
const NURSERY = process.argv[2] === 'start' ? 4 : 8;
const FLAGS = [`--max-semi-space-size=${NURSERY}`, '--heap-growing-percent=40'];
const ENVIRONMENT = {
  MALLOC_ARENA_MAX: '1',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '262144',
  ...process.env,
};

if (isNew && !heardTwice) {
  // Node takes them at its beginning alone, and Windows cannot begin anew in the same process. The user's
  // own are later, and count.
  const begun = [...FLAGS, ...process.execArgv, main, ...process.argv.slice(2)];
  if (process.platform === 'win32') await import(pathToFileURL(main).href);
  else process.execve(process.execPath, [process.execPath, ...begun], ENVIRONMENT);
} else {
  const node = isNew ? process.execPath : broughtNode(dirname(fileURLToPath(import.meta.url)));
  if (node === null) {
    console.error(
      `Postern runs on Node 24 or later, and this is ${process.version}: run "npm ci", or install Node 24.`,
    );
    process.exit(1);
  }
  runUnder(node);
}

function broughtNode(folder) {
  const node = join(folder, 'node_modules', '.bin', 'node');
  if (existsSync(node)) return node;
  return dirname(folder) === folder ? null : broughtNode(dirname(folder));
}

function runUnder(node) {
  // In a process group of its own, so that a Ctrl-C reaches it once and through us alone: the
  // terminal and npm would each send their own.
  const child = spawn(node, [...FLAGS, main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    detached: true,
    env: ENVIRONMENT,
  });
  const passed = new Map();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      const now = Date.now();
      if (now - (passed.get(signal) ?? 0) < 500) return;
      passed.set(signal, now);
      child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`${node} could not be run: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
  });
}
