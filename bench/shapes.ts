// Ways to keep the attributes of contacts, side by side: how fast they load, what they take, how fast
// 50 segments are counted, what a change costs. docs/decisions/attributes.md draws from it. Run:
//
//     npm run bench -- shapes                        a million contacts, about twenty minutes
//     npm run bench -- shapes --contacts 100000
//     npm run bench -- shapes --only plain,pages     some of plain, pages, rows, array, wide
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../packages/server/src/database/embedded/start-embedded.ts';
import { temporaryDirectory } from '../tests/support/temporary-directory.ts';
import { quantile } from './consent/quantile.ts';
import { optionOf } from './option-of.ts';
import { type AskedTree, segments } from './population/segments.ts';
import { array } from './shapes/array.ts';
import { change, count, load, middle } from './shapes/measure.ts';
import { pages } from './shapes/pages.ts';
import { plain } from './shapes/plain.ts';
import { rows } from './shapes/rows.ts';
import type { Shape } from './shapes/shape.ts';
import { wide } from './shapes/wide.ts';
import { table } from './table.ts';

const CONTACTS = optionOf('--contacts', 1_000_000);

/** Prints tables, writes bench/results/shapes-<contacts>.json and ends with one line of JSON. */
export async function shapes(): Promise<void> {
  const directory = temporaryDirectory('postern-bench-');
  const postgres = await startEmbedded({ directory: join(directory, 'postgres') });
  const pool = new pg.Pool({ connectionString: postgres.url });
  pool.on('error', () => {});
  try {
    console.log(`${CONTACTS} contacts, on ${availableParallelism()} cores that all share`);
    const result = {
      bench: 'shapes',
      contacts: CONTACTS,
      shapes: await measured(postgres.url, pool),
    };
    keep(result);
    console.log(`\n${JSON.stringify(result)}`);
  } finally {
    await pool.end();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measured(url: string, pool: pg.Pool): Promise<readonly Shown[]> {
  const trees = segments();
  const base = plain(url, pool);
  const first = await load(pool, base, CONTACTS);
  const all: Shown[] = [];
  for (const shape of chosen(url, pool)) {
    const loaded = shape === null ? first : await load(pool, shape, CONTACTS);
    const counts = await countAll(shape ?? base, base, trees);
    all.push(shown({ ...loaded, ...counts }));
    table(`${loaded.shape}, counts`, [counts]);
    if (shape === null) continue;
    all[all.length - 1] = shown({ ...loaded, ...counts, ...(await change(pool, shape, CONTACTS)) });
    print(all);
    for (const one of shape.tables) await pool.query(`drop table ${one} cascade`);
  }
  // last, so that all were held against the table as it was loaded
  all[0] = { ...all[0], ...shown(await change(pool, base, CONTACTS)) };
  print(all);
  return all;
}

/** Null stands for the plain table itself. */
function chosen(url: string, pool: pg.Pool): readonly (Shape | null)[] {
  const at = process.argv.indexOf('--only');
  const only = at < 0 ? null : (process.argv[at + 1] ?? '').split(',');
  const named: readonly (readonly [string, () => Shape])[] = [
    ['pages', () => pages(url, pool, 1_024)],
    ['pages', () => pages(url, pool, 4_096)],
    ['wide', () => wide(url, pool)],
    ['array', () => array(url, pool)],
    // last, since it takes longer than all others together
    ['rows', () => rows(url, pool)],
  ];
  const others = named.filter(([name]) => only?.includes(name) ?? true);
  return [null, ...others.map(([, make]) => make())];
}

type Shown = Readonly<Record<string, string | number>>;

/** Each count beside the plain table's, taken at the same moment; they have to agree. */
async function countAll(shape: Shape, base: Shape, trees: readonly AskedTree[]): Promise<Shown> {
  const times: number[] = [];
  const ratios: number[] = [];
  const plains: number[] = [];
  for (const [at, tree] of trees.entries()) {
    const plainly = await count(base, tree);
    const counted = await count(shape, tree);
    if (counted.found !== plainly.found) {
      throw new Error(
        `${shape.name} finds ${counted.found} in segment ${at}, the plain table ${plainly.found}: ${JSON.stringify(tree)}`,
      );
    }
    times.push(counted.ms);
    plains.push(plainly.ms);
    ratios.push(counted.ms / plainly.ms);
  }
  return {
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
    most: quantile(times, 1),
    plainP50: quantile(plains, 0.5),
    plainP95: quantile(plains, 0.95),
    timesPlain: Number(middle(ratios).toFixed(2)),
    slowerThanPlain: ratios.filter((ratio) => ratio > 1).length,
  };
}

function shown(figures: Readonly<Record<string, string | number | undefined>>): Shown {
  const all: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(figures)) {
    if (value !== undefined)
      all[name] = typeof value === 'number' ? Number(value.toFixed(2)) : value;
  }
  return all;
}

const LOADING = `shape copySeconds indexSeconds rowsPerSecond processSeconds serverSeconds loadWalMb
bytesPerContact tableBytes indexBytes toastBytes`;
const COUNTING = `shape p50 p95 most plainP50 plainP95 timesPlain slowerThanPlain
deltaSeconds deltaProcessSeconds deltaWalMb singleMs singleWalKb`;

function print(all: readonly Shown[]): void {
  for (const [title, names] of [
    ['Loading', LOADING],
    ['Counting (ms) and changing', COUNTING],
  ] as const) {
    const heads = names.split(/\s+/);
    table(
      title,
      all.map((one) => Object.fromEntries(heads.map((head) => [head, one[head] ?? '']))),
    );
  }
}

function keep(results: unknown): void {
  const directory = join(import.meta.dirname, 'results');
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    join(directory, `shapes-${CONTACTS}.json`),
    `${JSON.stringify(results, null, 2)}\n`,
  );
}
