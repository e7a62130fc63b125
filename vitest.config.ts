import { defineConfig } from 'vitest/config';

/** Where `npm test` wants a report that it can count. */
const report = process.env.POSTERN_REPORT;

export default defineConfig({
  test: {
    reporters: report === undefined ? ['default'] : ['dot', ['json', { outputFile: report }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'tests/unit/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.db.test.ts'],
          // Property tests take seconds on a busy machine; a test that hangs is still ended.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['packages/server/src/**/*.db.test.ts', 'tests/integration/**/*.test.ts'],
          // One PostgreSQL for the run; each test file has a database of its own in it.
          globalSetup: ['tests/support/postgres.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
