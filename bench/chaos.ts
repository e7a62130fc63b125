// Sends while everything goes wrong that can, and has a receiver judge who was left out, who got it
// twice and whose row tells something else. Run:
//
//     npm run chaos                              four runs of 40,000, a quarter of an hour or so
//     npm run chaos -- --recipients 4000 --kills 5 --runs 1
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { planOf, type Trouble } from '../tests/chaos/plan.ts';
import { startPostgres } from '../tests/chaos/postgres.ts';
import { brokenPromises } from '../tests/chaos/promises.ts';
import { type ChaosResult, runChaos } from '../tests/chaos/run-chaos.ts';
import { type SmallDisk, smallDisk } from '../tests/chaos/small-disk.ts';
import type { Faults } from '../tests/support/sink/faults.ts';
import { temporaryDirectory } from '../tests/support/temporary-directory.ts';
import { optionOf } from './option-of.ts';
import { table } from './table.ts';

const RECIPIENTS = optionOf('--recipients', 40_000);
const KILLS = optionOf('--kills', 15);
const RUNS = optionOf('--runs', 4);
const SENDERS = 2;
const POSTGRES_MEGABYTES = 1_500;
const JOURNAL_MEGABYTES = 64;

/** Three seeds of marketing, and one of transactional mail. */
const PROGRAM = [
  { seed: 1, stream: 'marketing' },
  { seed: 2, stream: 'marketing' },
  { seed: 3, stream: 'marketing' },
  { seed: 4, stream: 'transactional' },
] as const;

const TROUBLES: readonly Trouble[] = [
  'kill PostgreSQL',
  'kill PostgreSQL',
  'stop one past its lease',
  'stop one past its lease',
  'pause and resume',
  'cancel a campaign',
  'cancel a campaign and kill all',
];
const ON_SMALL_DISKS: readonly Trouble[] = [
  'fill the disk of PostgreSQL',
  'fill the disks of the journals',
];

const faultsOf = (seed: number): Faults => ({
  seed,
  deferred: 0.03,
  refused: 0.01,
  cutInBody: 0.002,
  cutTaken: 0.001,
  // nobody can tell it from the one above: of marketing it is lost for good
  cutLost: 0.00003,
  stripped: 0.02,
  slow: 0.005,
});

type Run = (typeof PROGRAM)[number];

/** Ends with one line of JSON, and with status 1 when a promise was broken. */
export async function chaos(): Promise<void> {
  const stop = new AbortController();
  const leave = () => stop.abort(new Error('Interrupted.'));
  process.on('SIGINT', leave).on('SIGTERM', leave);
  const results: { run: Run; result: ChaosResult }[] = [];
  for (const run of PROGRAM.slice(0, RUNS)) {
    console.log(`\nSeed ${run.seed}, ${run.stream}, ${RECIPIENTS} recipients`);
    results.push({ run, result: await perform(run, stop.signal) });
  }
  process.off('SIGINT', leave).off('SIGTERM', leave);
  conclude(results);
}

async function perform({ seed, stream }: Run, signal: AbortSignal): Promise<ChaosResult> {
  const began = Date.now();
  const report = (sentence: string) =>
    console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(7)} s  ${sentence}`);
  const directory = temporaryDirectory('postern-chaos-');
  const ends: (() => Promise<unknown>)[] = [];
  const mounted = async (name: string, megabytes: number) => {
    const disk = await smallDisk(join(directory, name), megabytes);
    if (disk !== null) ends.push(() => disk.unmount());
    return disk;
  };
  try {
    const postgresDisk = await mounted('database', POSTGRES_MEGABYTES);
    const journalDisks: (SmallDisk | null)[] = [];
    for (let place = 0; place < SENDERS; place += 1) {
      journalDisks.push(await mounted(`journal${place}`, JOURNAL_MEGABYTES));
    }
    const small = postgresDisk !== null && journalDisks.every((disk) => disk !== null);
    if (!small) report('Full disks are left out: this user may not mount a small file system.');
    const postgres = await startPostgres(postgresDisk?.directory ?? join(directory, 'database'));
    ends.push(() => postgres.stop());
    return await runChaos({
      url: postgres.url,
      postgres,
      postgresDisk,
      journalDisks,
      stream,
      recipients: RECIPIENTS,
      faults: faultsOf(seed),
      plan: planOf(seed, KILLS, small ? [...TROUBLES, ...ON_SMALL_DISKS] : TROUBLES),
      report,
      signal,
    });
  } finally {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
    rmSync(directory, { recursive: true, force: true });
  }
}

function conclude(results: readonly { run: Run; result: ChaosResult }[]): void {
  table(
    'Judged by the ledger of the sink',
    results.map(({ run, result: { examples: _, ...figures } }) => ({ ...run, ...figures })),
  );
  const broken = results.flatMap(({ run, result }) =>
    brokenPromises(run.stream, result).map((promise) => `Seed ${run.seed}: ${promise}`),
  );
  for (const sentence of broken) console.error(sentence);
  const marketing = results.filter(({ run }) => run.stream === 'marketing');
  const sum = (of: keyof Omit<ChaosResult, 'examples'>, among = results) =>
    among.reduce((total, { result }) => total + result[of], 0);
  const line = {
    bench: 'chaos',
    kills: sum('kills'),
    recipients: sum('recipients'),
    missing: sum('missing'),
    duplicates: sum('duplicates', marketing),
    wrongState: sum('wrongState'),
    uncertain: sum('uncertain'),
    undeliveredOfUncertain: sum('undeliveredOfUncertain'),
  };
  console.log(`\n${JSON.stringify(line)}`);
  if (broken.length > 0) process.exitCode = 1;
}
