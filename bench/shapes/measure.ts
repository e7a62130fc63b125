import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { people } from '../population/people.ts';
import type { AskedTree } from '../population/segments.ts';
import { changesOf } from './changes.ts';
import type { Shape } from './shape.ts';

const DELTA = 10_000;
const SINGLES = 21;
/** A count is asked so often, once more to warm up; the median counts. */
const REPEATS = 3;
/** One that takes longer is asked once, or a slow shape would take an hour. */
const PATIENCE_MS = 1_500;
const MIB = 1024 * 1024;

export interface Figures {
  readonly shape: string;
  readonly copySeconds: number;
  readonly indexSeconds: number;
  readonly rowsPerSecond: number;
  /** Of COPY alone: processor seconds of this process, and of PostgreSQL's. */
  readonly processSeconds: number;
  readonly serverSeconds: number;
  readonly loadWalMb: number;
  readonly bytesPerContact: number;
  readonly tableBytes: number;
  readonly indexBytes: number;
  readonly toastBytes: number;
  readonly deltaSeconds: number;
  /** Processor seconds of this process. */
  readonly deltaProcessSeconds: number;
  readonly deltaWalMb: number;
  readonly singleMs: number;
  readonly singleWalKb: number;
}

/** Loads a shape. Leaves it loaded, vacuumed and with statistics. */
export async function load(
  pool: pg.Pool,
  shape: Shape,
  contacts: number,
): Promise<Partial<Figures>> {
  await shape.create();
  const wal = await walPosition(pool);
  const cpu = process.cpuUsage();
  const began = performance.now();
  const serverSeconds = await shape.load(people(contacts));
  const copied = performance.now();
  const { user, system } = process.cpuUsage(cpu);
  await shape.index();
  const indexed = performance.now();
  const loadWalMb = ((await walPosition(pool)) - wal) / MIB;
  for (const table of shape.tables) await pool.query(`vacuum analyze ${table}`);
  return {
    shape: shape.name,
    copySeconds: (copied - began) / 1000,
    indexSeconds: (indexed - copied) / 1000,
    rowsPerSecond: Math.round((contacts * 1000) / (indexed - began)),
    processSeconds: (user + system) / 1e6,
    serverSeconds,
    loadWalMb,
    ...(await bytesOf(pool, shape, contacts)),
  };
}

async function bytesOf(pool: pg.Pool, shape: Shape, contacts: number): Promise<Partial<Figures>> {
  const { rows } = await pool.query<Record<'heap' | 'indexes' | 'total', string>>(
    `select sum(pg_relation_size(t::regclass)) as heap, sum(pg_indexes_size(t::regclass)) as indexes,
      sum(pg_total_relation_size(t::regclass)) as total from unnest($1::text[]) t`,
    [shape.tables],
  );
  const [heap, indexes, total] = [rows[0]?.heap, rows[0]?.indexes, rows[0]?.total].map(
    (sum) => Number(sum) / contacts,
  );
  return {
    bytesPerContact: Math.round(total ?? 0),
    tableBytes: Math.round(heap ?? 0),
    indexBytes: Math.round(indexes ?? 0),
    toastBytes: Math.round((total ?? 0) - (heap ?? 0) - (indexes ?? 0)),
  };
}

/** Milliseconds, and what was found. */
export async function count(
  shape: Shape,
  tree: AskedTree,
): Promise<{ readonly ms: number; readonly found: number }> {
  let began = performance.now();
  const found = await shape.count(tree);
  const first = performance.now() - began;
  if (first > PATIENCE_MS) return { ms: first, found };
  const times: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    began = performance.now();
    await shape.count(tree);
    times.push(performance.now() - began);
  }
  return { ms: middle(times), found };
}

/** A delta, and single contacts one after the other. */
export async function change(
  pool: pg.Pool,
  shape: Shape,
  contacts: number,
): Promise<Partial<Figures>> {
  const changes = changesOf(Math.min(DELTA, contacts / 10), contacts, 11);
  let wal = await walPosition(pool);
  const cpu = process.cpuUsage();
  let began = performance.now();
  await shape.change(changes);
  const { user, system } = process.cpuUsage(cpu);
  const deltaSeconds = (performance.now() - began) / 1000;
  const deltaWalMb = ((await walPosition(pool)) - wal) / MIB;
  const times: number[] = [];
  wal = await walPosition(pool);
  for (const one of changesOf(SINGLES, contacts, 13)) {
    began = performance.now();
    await shape.change([one]);
    times.push(performance.now() - began);
  }
  const singleWalKb = ((await walPosition(pool)) - wal) / SINGLES / 1024;
  const deltaProcessSeconds = (user + system) / 1e6;
  return { deltaSeconds, deltaProcessSeconds, deltaWalMb, singleMs: middle(times), singleWalKb };
}

async function walPosition(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as bytes`,
  );
  return Number(rows[0]?.bytes);
}

export function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
