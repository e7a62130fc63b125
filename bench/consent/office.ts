import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyAudit } from '../../packages/server/src/audit/index.ts';
import { startEmbedded } from '../../packages/server/src/database/embedded/start-embedded.ts';
import { migrate } from '../../packages/server/src/database/index.ts';
import { linkToken } from '../../packages/server/src/delivery/index.ts';
import { addPeople } from '../../tests/support/people.ts';
import { type SendingWorld, sendingWorld } from '../../tests/support/sending-world.ts';
import { temporaryDirectory } from '../../tests/support/temporary-directory.ts';

/** A practice that has just written to many people, and its product at work. */
export interface Office {
  readonly base: string;
  /** The path of each person's own link. */
  readonly links: readonly string[];
  /** How many people's opt-outs are on record. */
  optedOut(): Promise<number>;
  /** Whether the ledger of acts is whole. */
  intact(): Promise<boolean>;
  close(): Promise<void>;
}

const POSTERN = join(import.meta.dirname, '../../packages/server/bin/postern.mjs');

export async function openOffice(people: number): Promise<Office> {
  const directory = temporaryDirectory('postern-bench-');
  const ends: (() => Promise<unknown>)[] = [
    async () => rmSync(directory, { recursive: true, force: true }),
  ];
  const close = async () => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    const postgres = await startEmbedded({ directory: join(directory, 'postgres') });
    ends.push(() => postgres.stop());
    await migrate(postgres.url);
    const world = await sendingWorld(postgres.url);
    ends.push(() => world.close());
    const links = await written(world, people);
    const { base, child } = await startProduct(world, join(directory, 'data'));
    ends.push(async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    });
    return {
      base,
      links,
      async optedOut() {
        const { count } = await world.database
          .selectFrom('consent_events')
          .select(({ fn }) => fn.count<number>('contact_id').distinct().as('count'))
          .where('kind', '=', 'opted_out')
          .executeTakeFirstOrThrow();
        return Number(count);
      },
      intact: async () => (await verifyAudit(world.database, world.keys)).intact,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A campaign that was sent to so many people; their links. */
async function written(world: SendingWorld, count: number): Promise<readonly string[]> {
  const { database, keys, organizationId } = world;
  const people = await addPeople(world, count);
  const contacts = people.map(({ id }) => id);
  const campaignId = await world.launch(contacts);
  await database.deleteFrom('send_batches').execute();
  await database
    .updateTable('sends')
    .set({ state: 'accepted', settled_at: new Date() })
    .where('campaign_id', '=', campaignId)
    .execute();
  await database.updateTable('campaigns').set({ state: 'done' }).execute();
  const { number } = await database
    .selectFrom('organizations')
    .select('number')
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  return contacts.map((contactId) => `/u/${linkToken(keys, number, { campaignId, contactId })}`);
}

async function startProduct(
  { url, keyFile }: SendingWorld,
  data: string,
): Promise<{ readonly base: string; readonly child: ChildProcess }> {
  mkdirSync(data);
  const port = await freePort();
  const child = spawn(process.execPath, [POSTERN, 'start'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      npm_lifecycle_event: undefined,
      DATABASE_URL: url,
      POSTERN_DATA: data,
      POSTERN_KEY_FILE: keyFile,
      POSTERN_PORT: String(port),
      POSTERN_DEMO: 'no',
    },
  });
  const base = `http://127.0.0.1:${port}`;
  const answers = () =>
    fetch(`${base}/api/openapi.json`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await answers())) {
    if (child.exitCode !== null) throw new Error('The product ended by itself.');
    await sleep(100);
  }
  return { base, child };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
