import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/chromium.mjs';

/** Each worker reads this file again, so ports and directory are chosen once and handed down. */
process.env.POSTERN_E2E_PORT ??= String(await freePort());
process.env.POSTERN_E2E_RETURNS ??= String(await freePort());
// nobody answers there but for a test that starts a name server of its own
process.env.POSTERN_E2E_DNS ??= String(await freePort());
process.env.POSTERN_E2E_DATA ??= join(tmpdir(), `postern-e2e-${randomUUID()}`, 'data');
const origin = `http://localhost:${process.env.POSTERN_E2E_PORT}`;
const report = process.env.POSTERN_REPORT;

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  // One product and one organization serve all the files, one after the other.
  workers: 1,
  forbidOnly: process.env.CI !== undefined,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: report === undefined ? 'list' : [['list'], ['json', { outputFile: report }]],
  use: {
    baseURL: origin,
    actionTimeout: 15_000,
    locale: 'en-US',
    timezoneId: 'America/Chicago',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: findChromium() ?? '/usr/bin/chromium',
      args: [
        // Only our own pages are opened, and root cannot have Chromium's sandbox.
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: {
    command: 'node tests/support/product.ts',
    // The pages answer earlier, while the demonstration is still being made.
    wait: { stdout: /Postern is ready/ },
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 60_000 },
  },
});

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
