// Which Node runs Postern: 24 or later. npm brings one for Linux; elsewhere it is the user's own.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../', import.meta.url));
export const binaries = join(repository, 'node_modules', '.bin');

const needed = 24;

/** The path of a Node that is new enough, or an Error with a sentence for the user. */
export function newNode() {
  const brought = join(binaries, 'node');
  if (majorOf(brought) >= needed) return brought;
  if (majorOf(process.execPath) >= needed) return process.execPath;
  throw new Error(
    `Postern runs on Node ${needed} or later, and this is ${process.version} on ${process.platform}-${process.arch}, for which npm brings none: install Node ${needed} from your system or from nodejs.org, and start again.`,
  );
}

function majorOf(node) {
  try {
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return Number.parseInt(execFileSync(node, ['--version'], options).slice(1), 10);
  } catch {
    return 0;
  }
}

/** The environment in which tools run: the new Node is the first that they find. */
export function environment(extra = {}) {
  const path = [dirname(newNode()), binaries, process.env.PATH ?? ''].join(':');
  return { ...process.env, ...extra, PATH: path };
}
