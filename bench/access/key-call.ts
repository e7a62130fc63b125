import { rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import cookie from '@fastify/cookie';
import type { FastifyInstance } from 'fastify';
import { addUser, loadPrincipal, type Principal } from '../../packages/server/src/access/index.ts';
import { createApplication, makeKey } from '../../packages/server/src/applications/index.ts';
import { makeLogger, readConfig } from '../../packages/server/src/config/index.ts';
import { startEmbedded } from '../../packages/server/src/database/embedded/start-embedded.ts';
import { inTransaction, migrate, openDatabase } from '../../packages/server/src/database/index.ts';
import { createApp } from '../../packages/server/src/http/app.ts';
import { openGatekeeper } from '../../packages/server/src/http/application-calls.ts';
import { authenticate } from '../../packages/server/src/http/authenticate.ts';
import { answerErrors } from '../../packages/server/src/http/errors.ts';
import { logRequests } from '../../packages/server/src/http/log-requests.ts';
import { overTls } from '../../packages/server/src/http/over-tls.ts';
import { topicRoutes } from '../../packages/server/src/http/routes/topics.ts';
import type { Services } from '../../packages/server/src/http/services.ts';
import { openJobs } from '../../packages/server/src/jobs/index.ts';
import { keyring, localKeyStore } from '../../packages/server/src/keys/index.ts';
import { createOrganization } from '../../packages/server/src/organizations/index.ts';
import { temporaryDirectory } from '../../tests/support/temporary-directory.ts';
import { median } from '../median.ts';

/** Short and many: a machine that is shared is now faster, now slower, and both of a turn should see the same. */
const TURNS = 25;
const WARM_UP = 2_000;

export interface KeyCallFigures {
  /** How many times a call without authentication one with a key takes. */
  readonly timesUnauthenticated: number;
  /** Microseconds a call, medians of the turns. */
  readonly withKey: number;
  readonly without: number;
}

/**
 * One client on one connection asks for the topics, one call after another: with a key, and of a server
 * whose only difference is that it asks nobody who they are. Medians of turns, in each of which both are
 * asked; on a PostgreSQL of its own, in which both look the topics up.
 */
export async function measureKeyCall(calls = 400): Promise<KeyCallFigures> {
  const directory = temporaryDirectory('postern-bench-');
  const postgres = await startEmbedded({ directory: join(directory, 'postgres') });
  const closing: (() => Promise<unknown>)[] = [];
  try {
    await migrate(postgres.url);
    const made = await world(postgres.url, directory);
    closing.push(() => made.close());
    const { services, principal, secret } = made;
    const asking = await serverOf(services, (app) =>
      authenticate(app, services, openGatekeeper(app, services)),
    );
    closing.push(() => asking.app.close());
    const open = await serverOf(services, (app) => {
      app.decorateRequest('principal', null);
      app.decorateRequest('caller', null);
      app.addHook('onRequest', async (call) => {
        call.principal = principal;
      });
    });
    closing.push(() => open.app.close());
    return await inTurns(
      (count) => timed(asking.url, count, { authorization: `Bearer ${secret}` }),
      (count) => timed(open.url, count, {}),
      calls,
    );
  } finally {
    for (const close of closing.toReversed()) await close();
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

type Timed = (calls: number) => Promise<number>;

async function inTurns(withKey: Timed, without: Timed, calls: number): Promise<KeyCallFigures> {
  await withKey(WARM_UP);
  await without(WARM_UP);
  const turns: { readonly keyed: number; readonly open: number }[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    turns.push({ keyed: await withKey(calls), open: await without(calls) });
  }
  return {
    timesUnauthenticated: median(turns.map(({ keyed, open }) => (100 * keyed) / open)) / 100,
    withKey: median(turns.map(({ keyed }) => keyed)),
    without: median(turns.map(({ open }) => open)),
  };
}

/** Microseconds a call. */
async function timed(url: string, calls: number, headers: Record<string, string>): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    // the connection is made, and the first call has another's work to wait for
    for (let call = 0; call < 20; call += 1) await asked(url, agent, headers);
    const began = performance.now();
    for (let call = 0; call < calls; call += 1) await asked(url, agent, headers);
    return (1000 * (performance.now() - began)) / calls;
  } finally {
    agent.destroy();
  }
}

function asked(url: string, agent: Agent, headers: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if (answer.statusCode === 200) resolve();
        else reject(new Error(`The call was answered ${answer.statusCode ?? 'nothing'}.`));
      });
    });
    sent.once('error', reject);
    sent.end();
  });
}

async function serverOf(services: Services, who: (app: FastifyInstance) => void) {
  const app = await createApp({ logger: false, forceCloseConnections: true });
  await app.register(cookie);
  answerErrors(app, services.log);
  overTls(app, services);
  logRequests(app, services.log);
  who(app);
  topicRoutes(app, services);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { app, url: `http://127.0.0.1:${port}/api/v1/topics` };
}

/** An organization with somebody who administers it and an application with a key. */
async function world(url: string, directory: string) {
  const log = makeLogger('info', { write: () => {} });
  const { pool, database } = openDatabase(url, () => {});
  const keyStore = await localKeyStore(join(directory, 'kek'));
  const ring = keyring(keyStore, database);
  const now = () => new Date();
  const userId = await inTransaction(database, async (tx) => {
    const organizationId = await createOrganization(tx, ring.within(tx), {
      name: 'Riverside Family Health',
      postalAddress: '1 River Road, Springfield, IL 62701',
      fromName: 'Riverside Family Health',
      fromAddress: 'care@mail.example.org',
      sender: {
        kind: 'provider',
        part2Program: false,
        noticeCoversUse: true,
        noticeCoversFundraising: true,
      },
      demonstration: false,
    });
    const password = 'correct horse battery staple';
    const who = { email: 'owner@example.org', name: 'The owner', roles: ['administrator'] };
    return addUser(tx, { organizationId, password, ...who });
  });
  const principal = await loadPrincipal(database, userId, now());
  if (!principal) throw new Error('The user who was just added is not there.');
  const secret = await keyOf(principal);
  const jobs = await openJobs(pool, log);
  const nowhere = async () => 'held' as const;
  const services: Services = {
    config: readConfig({ POSTERN_DATA: directory, HOME: directory }, false),
    ...{ database, keyring: ring, keyStore, jobs, log, now },
    keyState: () => ({ sentence: null, since: now() }),
    checkWayOut: async () => {
      throw new Error('Nothing is sent here.');
    },
    publicUrl: () => 'https://mail.example.org',
    sendNotice: nowhere,
    sendNoticeTo: nowhere,
  };
  return {
    ...{ services, principal, secret },
    async close() {
      await jobs.close();
      await database.destroy();
    },
  };

  async function keyOf(by: Principal): Promise<string> {
    return inTransaction(database, async (tx) => {
      const made = await createApplication(
        tx,
        by,
        {
          name: 'Scheduler',
          permissions: ['people:read'],
          highestClass: 'contact',
          ways: ['key'],
          addresses: [],
          perMinute: 1_000_000,
          publicKeys: null,
        },
        now(),
      );
      if (made.kind !== 'saved') throw new Error('The application was not made.');
      const keys = await ring.within(tx).of(by.organizationId);
      const expiresAt = new Date(Date.now() + 86_400_000);
      const key = await makeKey(
        tx,
        keys,
        { applicationId: made.id, kind: 'key', expiresAt },
        now(),
      );
      if (typeof key === 'string') throw new Error('The key was not made.');
      return key.secret;
    });
  }
}
