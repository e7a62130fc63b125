// `npm test`: sets up what is missing, then runs every check, and says at the end how each went.
// Names as arguments run only those: `npm test -- types unit`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment, repository } from './node.mjs';
import { orSentence, setup } from './setup.mjs';

/** npm scripts, cheapest first; those that run tests leave a report to be counted. */
const steps = [
  'types',
  'format',
  'lint',
  'boundaries',
  'unused',
  'sdk:check',
  'docs:check',
  'unit',
  'integration',
  'e2e',
];

await orSentence(() => {
  setup();
  const chosen = process.argv.slice(2);
  const reports = mkdtempSync(join(tmpdir(), 'postern-reports-'));
  try {
    const results = steps
      .filter((step) => chosen.length === 0 || chosen.includes(step))
      .map((step) => run(step, join(reports, `${step.replace(':', '-')}.json`)));
    summarize(results);
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});

function run(step, report) {
  process.stdout.write(`${step} ... `);
  const start = Date.now();
  const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', step], {
    cwd: repository,
    encoding: 'utf8',
    env: environment({ POSTERN_REPORT: report, NO_COLOR: '1', FORCE_COLOR: undefined }),
    maxBuffer: 2 ** 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  const ok = status === 0;
  console.log(`${ok ? 'ok' : 'FAILED'}, ${seconds} s`);
  if (!ok) console.log(`${stdout}${stderr}`.trim());
  return { step, ok, seconds, ...count(report) };
}

/** Tests that passed and failed, from the report of Vitest or of Playwright. */
function count(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 };
  const { stats, numPassedTests, numFailedTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  if (stats !== undefined) {
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected };
  }
  const broken = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

function summarize(results) {
  console.log('');
  for (const { step, ok, seconds, passed, failed } of results) {
    const tests = passed + failed > 0 ? `  ${passed} passed, ${failed} failed` : '';
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${step.padEnd(12)} ${seconds.padStart(6)} s${tests}`);
  }
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  console.log('');
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  if (results.some(({ ok }) => !ok)) process.exitCode = 1;
}
