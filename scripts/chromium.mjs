// The browser of the end-to-end tests: one that is installed, else Debian's where we may install it.
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The path of a Chromium, or null. CHROMIUM names one that lies elsewhere. */
export function findChromium() {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const named = process.env.CHROMIUM ? [process.env.CHROMIUM] : [];
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...named, ...candidates].find(isExecutable) ?? null;
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function install() {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return;
  console.log("Installing Chromium from the system's packages (once) ...");
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) =>
    spawnSync('/usr/bin/apt-get', ['-qq', ...args], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  apt('update');
  apt('install', '-y', '--no-install-recommends', 'chromium');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (findChromium() === null) install();
  const chromium = findChromium();
  if (chromium === null) {
    console.error(
      'The end-to-end tests need Chromium, and none is installed: install it (on Debian, as root: "apt-get install chromium"), or name one in CHROMIUM.',
    );
    process.exit(1);
  }
  console.log(`Chromium: ${chromium}`);
}
