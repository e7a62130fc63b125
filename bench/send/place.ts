import { mkdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setFrequencyCaps } from '../../packages/server/src/consent/index.ts';
import { startEmbedded } from '../../packages/server/src/database/embedded/start-embedded.ts';
import { inTransaction, migrate } from '../../packages/server/src/database/index.ts';
import { signingKeys } from '../../packages/server/src/domains/index.ts';
import { addPeople, type Person } from '../../tests/support/people.ts';
import type { SenderOptions } from '../../tests/support/sender/options.ts';
import { type Sender, spawnSender } from '../../tests/support/sender/spawn-sender.ts';
import { type SendingWorld, sendingWorld } from '../../tests/support/sending-world.ts';
import { type SinkProcess, spawnSink } from '../../tests/support/sink/spawn-sink.ts';
import { temporaryDirectory } from '../../tests/support/temporary-directory.ts';
import { bundledSender } from './bundled-sender.ts';
import { type Letter, makeLetter } from './letter.ts';

/** A database, a sink and an organization with a letter to send; all of it ends with `close`. */
export interface Place {
  readonly world: SendingWorld;
  readonly sink: SinkProcess;
  readonly letter: Letter;
  /** The first so many people on file; they are made as they are wanted and kept for the next run. */
  people(count: number): Promise<readonly Person[]>;
  /** One sender a core, that have just begun. */
  senders(limits: SenderOptions['limits']): readonly Sender[];
  close(): Promise<void>;
}

export async function openPlace(): Promise<Place> {
  const directory = temporaryDirectory('postern-bench-');
  const journalDirectory = join(directory, 'journals');
  mkdirSync(journalDirectory);
  const ends: (() => Promise<unknown>)[] = [
    async () => rmSync(directory, { recursive: true, force: true }),
  ];
  const close = async () => {
    process.off('SIGINT', leave).off('SIGTERM', leave);
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  const leave = () => void close().finally(() => process.exit(130));
  process.on('SIGINT', leave).on('SIGTERM', leave);
  try {
    const program = bundledSender(join(directory, 'sender'));
    const server = await startEmbedded({ directory: join(directory, 'postgres') });
    ends.push(() => server.stop());
    await migrate(server.url);
    const world = await sendingWorld(server.url);
    ends.push(() => world.close());
    // a limit that is asked about as in practice, and that no run reaches
    const caps = { marketing: { most: 1000, period: 'week' as const }, transactional: null };
    await inTransaction(world.database, (tx) =>
      setFrequencyCaps(tx, world.organizationId, caps, 0),
    );
    const sink = await spawnSink({ ledger: join(directory, 'ledger') });
    ends.push(() => sink.close());
    await world.relayTo(sink);
    const letter = await makeLetter(world);
    // one signature a message, as the limit has it: RSA-2048 alone
    await signingKeys(world.database, world.keys, 'mail.example.org');
    await world.database
      .deleteFrom('dkim_keys')
      .where('algorithm', '=', 'ed25519-sha256')
      .execute();
    const made: Person[] = [];
    return {
      world,
      sink,
      letter,
      async people(count) {
        const attributes = (index: number) => letter.attributes(index);
        const missing = Math.max(0, count - made.length);
        if (missing > 50_000) console.log(`Putting ${missing} people on file ...`);
        const more = await addPeople(world, missing, { from: made.length, attributes });
        for (const person of more) made.push(person);
        return made.slice(0, count);
      },
      senders: (limits) =>
        Array.from({ length: availableParallelism() }, () => {
          const { url, keyFile } = world;
          const options = { url, keyFile, journalDirectory, leaseSeconds: 60 };
          const sender = spawnSender({ ...options, ...(limits && { limits }) }, program);
          ends.push(() => sender.stop());
          return sender;
        }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
