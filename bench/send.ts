// Messages a second through the whole dispatcher (claim, consent, unseal, decide, render, sign, TLS,
// record) into a mail server in the same process, beside the limit: RSA-2048 signatures a second, one
// for each message. Medians of several runs on the embedded PostgreSQL. Run: npm run bench -- send
import { createSign, generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbedded } from '../packages/server/src/database/embedded/start-embedded.ts';
import { migrate } from '../packages/server/src/database/index.ts';
import { runDispatcher } from '../packages/server/src/delivery/index.ts';
import { startMailSink } from '../tests/support/mail-sink.ts';
import { type SendingWorld, sendingWorld, until } from '../tests/support/sending-world.ts';
import { temporaryDirectory } from '../tests/support/temporary-directory.ts';
import { median } from './median.ts';

const RUNS = 3;
const RECIPIENTS = 2_000;

/** Prints a table and ends with one line of JSON. */
export async function send(): Promise<void> {
  const directory = temporaryDirectory('postern-bench-');
  const server = await startEmbedded({ directory: join(directory, 'postgres') });
  await migrate(server.url);
  const world = await sendingWorld(server.url);
  const sink = await startMailSink();
  await world.relayTo(sink);
  const sends: number[] = [];
  const signatures: number[] = [];
  for (let run = 1; run <= RUNS; run += 1) {
    signatures.push(signaturesPerSecond());
    sends.push(await sendsPerSecond(world));
    console.log(`run ${run}: ${sends.at(-1)} messages/s, ${signatures.at(-1)} signatures/s`);
  }
  await sink.close();
  await world.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
  const perSecond = median(sends);
  const rsaPerSecond = median(signatures);
  const ofLimit = Math.round((perSecond / rsaPerSecond) * 1000) / 1000;
  console.log(JSON.stringify({ bench: 'send', perSecond, rsaPerSecond, ofLimit }));
}

async function sendsPerSecond(world: SendingWorld): Promise<number> {
  const campaign = await world.launch(await world.addContacts(RECIPIENTS));
  const stopping = new AbortController();
  const began = performance.now();
  const dispatcher = runDispatcher(world.deps({ leaseSeconds: 60 }), stopping.signal);
  await until(async () => (await world.campaign(campaign)).state === 'done');
  const seconds = (performance.now() - began) / 1000;
  stopping.abort();
  await dispatcher;
  return Math.round(RECIPIENTS / seconds);
}

function signaturesPerSecond(): number {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const message = Buffer.alloc(512, 'x');
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < 1_000) {
    createSign('sha256').update(message).sign(privateKey);
    count += 1;
  }
  return count;
}
