// Ten thousand people who press "unsubscribe" at once: one-click POSTs (RFC 8058) at a steady rate
// against the product as `postern start` runs it, on a database of its own. A latency is counted from
// the moment at which its request was due, so that a server that falls behind is seen to. Run:
//
//     npm run bench -- consent
//     npm run bench -- consent --posts 2000 --rate 400
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { openOffice } from './consent/office.ts';
import { quantile } from './consent/quantile.ts';
import { storm } from './consent/storm.ts';
import { optionOf } from './option-of.ts';
import { table } from './table.ts';

const POSTS = optionOf('--posts', 10_000);
const PER_SECOND = optionOf('--rate', 200);
/** Not counted: what is hot is compiled in it. */
const WARM_UP = 400;

/** Prints a table, writes bench/results/consent.json and ends with one line of JSON. */
export async function consent(): Promise<void> {
  const office = await openOffice(WARM_UP + POSTS);
  try {
    const { base, links } = office;
    console.log(
      `${POSTS} posts at ${PER_SECOND} a second, on ${availableParallelism()} cores that server, database and sender share`,
    );
    await storm(base, links.slice(0, WARM_UP), PER_SECOND / 2);
    const { milliseconds, refused, seconds } = await storm(base, links.slice(WARM_UP), PER_SECOND);
    const recorded = await office.optedOut();
    const intact = await office.intact();
    const result = {
      bench: 'consent',
      posts: POSTS,
      perSecond: Math.round(POSTS / seconds),
      refused,
      lost: WARM_UP + POSTS - recorded,
      ledgerIntact: intact,
      p50Ms: quantile(milliseconds, 0.5),
      p99Ms: quantile(milliseconds, 0.99),
      maxMs: quantile(milliseconds, 1),
    };
    table('Unsubscribing', [{ ...result, ledgerIntact: intact ? 'yes' : 'no' }]);
    keep(result);
    console.log(`\n${JSON.stringify(result)}`);
    if (result.lost > 0 || refused > 0 || !intact) process.exitCode = 1;
  } finally {
    await office.close();
  }
}

function keep(results: unknown): void {
  const directory = join(import.meta.dirname, 'results');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'consent.json'), `${JSON.stringify(results, null, 2)}\n`);
}
