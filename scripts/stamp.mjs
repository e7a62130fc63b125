// Remembers from which package-lock.json node_modules was installed. npm runs this after it has.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from './node.mjs';

const file = join(repository, 'node_modules', '.postern-installed');

function wanted() {
  const lock = readFileSync(join(repository, 'package-lock.json'));
  const digest = createHash('sha256').update(lock).digest('hex');
  return `${digest} ${process.platform}-${process.arch}\n`;
}

export const isInstalled = () => existsSync(file) && readFileSync(file, 'utf8') === wanted();

export const stamp = () => writeFileSync(file, wanted());

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) stamp();
