// Messages a second through the whole engine (claim, consent, unseal, decide, render, sign, TLS,
// record) from one sender a core to a sink on the same machine, beside the limit: RSA-2048
// signatures a second, one for each message. Run:
//
//     npm run bench -- send              all of it, about ten minutes
//     npm run bench -- send --quick      without the growth of memory over 300,000 recipients
//     npm run bench -- send --million    and a million recipients from start to finish
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { median } from './median.ts';
import { byConnection, byDistance } from './send/connections.ts';
import { growth } from './send/growth.ts';
import { LIMITS, RECIPIENTS } from './send/limits.ts';
import { takeApart } from './send/message-parts.ts';
import { million } from './send/million.ts';
import { nodemailerPerSecond } from './send/nodemailer.ts';
import { openPlace, type Place } from './send/place.ts';
import { type Run, run } from './send/run.ts';
import { signaturesPerSecond } from './send/signatures.ts';
import { table } from './table.ts';

const RUNS = 5;
const NODEMAILER_MESSAGES = 3_000;
const MIB = 1024 * 1024;

/** Prints tables, writes bench/results/send.json and ends with one line of JSON. */
export async function send(): Promise<void> {
  const place = await openPlace();
  try {
    await measure(place);
  } finally {
    await place.close();
  }
}

async function measure(place: Place): Promise<void> {
  const signatures = [await signaturesPerSecond()];
  const senders = place.senders(LIMITS);
  const sampling = place.sink.sample();
  // not counted: what is hot is compiled in it
  await run(place, senders, RECIPIENTS);
  const sample = await takeApart(await sampling);
  console.log(
    `${RECIPIENTS} recipients a run, ${sample.bytes} bytes a message, signed with ${sample.signedWith}; ` +
      `${senders.length} senders of ${LIMITS.connections} connections, on ${availableParallelism()} cores`,
  );
  const runs: Run[] = [];
  for (let count = 1; count <= RUNS; count += 1) runs.push(await run(place, senders, RECIPIENTS));
  const peak = Math.max(...senders.map((sender) => sender.peak()));
  await Promise.all(senders.map((sender) => sender.stop()));
  const other = await nodemailerPerSecond(place, sample, NODEMAILER_MESSAGES);
  signatures.push(await signaturesPerSecond());

  const perSecond = median(runs.map((one) => one.perSecond));
  const rsaPerSecond = median(signatures);
  table(
    'Runs',
    runs.map(({ hundredThousands: _, ...one }, at) => ({ run: at + 1, ...one })),
  );
  const connections = [...(await byConnection(place)), ...(await byDistance(place))];
  table('Messages on a connection, and distance', connections);
  const quick = process.argv.includes('--quick');
  const memory = quick ? null : await growth(place);
  if (memory !== null) table('Memory, MB of the larger sender', [memory]);
  const whole = process.argv.includes('--million') ? await million(place) : null;
  const result = {
    bench: 'send',
    perSecond,
    rsaPerSecond,
    ofLimit: rounded(perSecond / rsaPerSecond, 3),
    nodemailerPerSecond: other,
    timesNodemailer: rounded(perSecond / other, 2),
    rssMb: rounded(peak / MIB, 1),
    growthPercent: memory?.growthPercent ?? null,
  };
  const details = { sample: { ...sample, html: undefined, text: undefined }, signatures, runs };
  keep({ ...result, ...details, connections, memory, million: whole });
  console.log(`\n${JSON.stringify(result)}`);
}

function keep(results: unknown): void {
  const directory = join(import.meta.dirname, 'results');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'send.json'), `${JSON.stringify(results, null, 2)}\n`);
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
