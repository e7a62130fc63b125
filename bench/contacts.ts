// A health system's contacts at full size: how fast they come in, are counted, judged, changed and
// found, and what they take. Beside it, in the same run, the limits: COPY of the same file into plain
// text columns, and the same counts on a plain, unsealed, fully indexed table. Run:
//
//     npm run bench -- contacts                      a million contacts, about fifteen minutes
//     npm run bench -- contacts --contacts 100000 --runs 3
import { createReadStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Clinic, openClinic } from './contacts/clinic.ts';
import { measureCounts } from './contacts/counts.ts';
import type { ImportFigures } from './contacts/import.ts';
import { writeImportFile } from './contacts/import-file.ts';
import { measureLookups } from './contacts/lookups.ts';
import { giveLedgers, measurePreview } from './contacts/preview.ts';
import { servedMemory } from './contacts/served-memory.ts';
import { optionOf } from './option-of.ts';
import { segments } from './population/segments.ts';
import { load, middle } from './shapes/measure.ts';
import { plain } from './shapes/plain.ts';
import { table } from './table.ts';

const CONTACTS = optionOf('--contacts', 1_000_000);
const RUNS = optionOf('--runs', 5);
const DELTA = Math.min(10_000, CONTACTS / 10);

/** Prints tables, writes bench/results/contacts.json and ends with one line of JSON. */
export async function contacts(): Promise<void> {
  console.log(
    `${CONTACTS} contacts, ${RUNS} runs, on ${availableParallelism()} cores that all share`,
  );
  const small = await countsOf(Math.round(CONTACTS / 10));
  const clinic = await openClinic();
  try {
    const memory = watchMemory();
    const file = join(clinic.directory, 'population.csv');
    await writeImportFile(file, CONTACTS);
    const copies: number[] = [];
    const imports: ImportFigures[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      copies.push(await copySeconds(clinic, file));
      if (run > 0) await clinic.forgetEverybody();
      imports.push(await clinic.importFile(file));
    }
    rmSync(file);
    table('Importing', imports.map(rounded));
    const importPerSecond = middle(imports.map((one) => one.importPerSecond));
    const copyPerSecond = CONTACTS / middle(copies);
    await clinic.world.pool.query('vacuum analyze');
    const bytesPerContact = await bytesOf(clinic);

    const lookupMs = await measureLookups(clinic, CONTACTS);
    const counts = await countsIn(clinic, CONTACTS);
    await giveLedgers(clinic.world);
    const { campaignId, ...preview } = await measurePreview(clinic.world);
    const servedMb = await servedMemory(clinic, segments(), campaignId);
    table('Counting (ms)', [
      { contacts: Math.round(CONTACTS / 10), ...small },
      { contacts: CONTACTS, ...counts },
    ]);
    table('Asking the gate about everybody', [{ ...preview }]);

    const deltas: ImportFigures[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const path = join(clinic.directory, `delta-${run}.csv`);
      await writeImportFile(path, DELTA, { first: run * DELTA, changed: true });
      deltas.push(await clinic.importFile(path));
    }
    table('A delta', deltas.map(rounded));

    const importMb = Math.max(...[...imports, ...deltas].map((one) => one.rssMb));
    table('The most that a process held (MB)', [
      {
        importing: importMb,
        'counting, judging (the product)': servedMb,
        'the bench': memory.end(),
      },
    ]);

    const result = {
      bench: 'contacts',
      importPerSecond,
      ofCopy: Number((importPerSecond / copyPerSecond).toFixed(3)),
      countMs: { p50: counts.p50, p95: counts.p95 },
      timesPlain: counts.timesPlain,
      // at most 10: no worse than linear
      countGrowth: Number((counts.p50 / small.p50).toFixed(2)),
      previewSeconds: preview.seconds,
      deltaSeconds: Number(middle(deltas.map((one) => one.importSeconds)).toFixed(2)),
      lookupMsP95: lookupMs,
      // of the product's processes; the bench's own makes the population too
      rssMb: Math.max(importMb, servedMb),
      bytesPerContact,
    };
    keep({ ...result, contacts: CONTACTS, copyPerSecond: Math.round(copyPerSecond) });
    console.log(`\n${JSON.stringify(result)}`);
  } finally {
    await clinic.close();
  }
}

/** The counts of a smaller population, on a database of its own. */
async function countsOf(contacts: number) {
  const clinic = await openClinic();
  try {
    const file = join(clinic.directory, 'population.csv');
    await writeImportFile(file, contacts);
    await clinic.importFile(file);
    await clinic.world.pool.query('vacuum analyze');
    return await countsIn(clinic, contacts);
  } finally {
    await clinic.close();
  }
}

async function countsIn(clinic: Clinic, contacts: number) {
  const pool = new pg.Pool({ connectionString: clinic.world.url });
  pool.on('error', () => {});
  try {
    const shape = plain(clinic.world.url, pool);
    await load(pool, shape, contacts);
    const counts = await measureCounts(clinic.world, clinic.mapping, shape, segments());
    for (const one of shape.tables) await pool.query(`drop table ${one} cascade`);
    return counts;
  } finally {
    await pool.end();
  }
}

/** Seconds for COPY of the same file into a table of texts without an index. */
async function copySeconds({ world, mapping }: Clinic, file: string): Promise<number> {
  const client = await world.pool.connect();
  try {
    const columns = mapping.map(({ attribute }) => `${attribute} text`).join(', ');
    await client.query(`create table bench_copied (${columns})`);
    const began = performance.now();
    const copy = copyFrom('copy bench_copied from stdin with (format csv, header true)');
    await pipeline(createReadStream(file), client.query(copy));
    const seconds = (performance.now() - began) / 1_000;
    await client.query('drop table bench_copied');
    return seconds;
  } finally {
    client.release();
  }
}

async function bytesOf({ world }: Clinic): Promise<number> {
  const { rows } = await world.pool.query<{ bytes: string }>(
    `select sum(pg_total_relation_size(t::regclass)) as bytes
     from unnest(array['contacts', 'contact_keys', 'contact_pages', 'attribute_values']) t`,
  );
  return Math.round(Number(rows[0]?.bytes) / CONTACTS);
}

/** The most that this process held, which makes the population, counts and judges. */
function watchMemory(): { end(): number } {
  let most = 0;
  const look = () => {
    most = Math.max(most, process.memoryUsage.rss());
  };
  const timer = setInterval(look, 50);
  return {
    end() {
      clearInterval(timer);
      look();
      return Math.round(most / 1e6);
    },
  };
}

const rounded = (figures: ImportFigures) =>
  Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, Number(value.toFixed(2))]),
  );

function keep(results: unknown): void {
  const directory = join(import.meta.dirname, 'results');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'contacts.json'), `${JSON.stringify(results, null, 2)}\n`);
}
