import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import {
  addUser,
  type BuiltInRole,
  saveSignInSettings,
} from '../../packages/server/src/access/index.ts';
import { type Logger, makeLogger, readConfig } from '../../packages/server/src/config/index.ts';
import { recordKept } from '../../packages/server/src/consent/index.ts';
import { runExchange } from '../../packages/server/src/consent-exchange/index.ts';
import { createBuiltInDefinitions, runImport } from '../../packages/server/src/contacts/index.ts';
import {
  type Database,
  inTransaction,
  openDatabase,
} from '../../packages/server/src/database/index.ts';
import {
  checkWayOut,
  type DeliveryDeps,
  type Sandbox,
  startSandbox,
} from '../../packages/server/src/delivery/index.ts';
import type { MailCheck } from '../../packages/server/src/destinations/index.ts';
import { type DnsResolver, loadStream } from '../../packages/server/src/domains/index.ts';
import { runExport } from '../../packages/server/src/exports/index.ts';
import { buildServer } from '../../packages/server/src/http/server.ts';
import { lookOver } from '../../packages/server/src/hygiene/index.ts';
import { type Jobs, openJobs, runJobs } from '../../packages/server/src/jobs/index.ts';
import {
  type InstalledKeyStore,
  keyring,
  localKeyStore,
  type OpenKeyring,
  type OrganizationKeys,
} from '../../packages/server/src/keys/index.ts';
import {
  createOrganization,
  getOrganization,
} from '../../packages/server/src/organizations/index.ts';
import type { Notice } from '../../packages/server/src/portal/index.ts';
import { authenticator } from './authenticator.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Of every user of these worlds. */
export const PASSWORD = 'correct horse battery staple';

/** Somebody signed in; `json` is what was answered. */
export interface Client {
  /** Of its session; null: of nobody. */
  readonly token: string | null;
  request(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<{
    readonly status: number;
    readonly headers: Record<string, unknown>;
    readonly text: string;
    // oxlint-disable-next-line typescript/no-explicit-any -- answers are read freely in tests
    readonly json: any;
  }>;
}

/** A built-in role; `owner` administers, `marketer` also sends: the practice of a single person. */
export type UserRole = 'owner' | BuiltInRole;

const ROLES_OF: Partial<Record<UserRole, readonly BuiltInRole[]>> = {
  owner: ['administrator'],
  marketer: ['marketer', 'campaign_approver'],
};

export interface ApiWorld {
  readonly app: FastifyInstance;
  readonly database: Database;
  readonly test: TestDatabase;
  readonly keys: OrganizationKeys;
  readonly organizationId: string;
  /** Every line that was logged, at the chattiest level. */
  readonly logged: string[];
  readonly sandbox: Sandbox;
  readonly delivery: DeliveryDeps;
  readonly keyDirectory: string;
  readonly keyStore: InstalledKeyStore;
  readonly keyring: OpenKeyring;
  readonly jobs: Jobs;
  /** What was given to be mailed as a notice, oldest first. */
  readonly notices: (Notice & { readonly contactId: string })[];
  /** What was given to be mailed to an address that is nobody's yet, oldest first. */
  readonly mailed: (Notice & { readonly address: string })[];
  /** Whether no way to any receiver is open just now: nothing that is mailed leaves. */
  post: { held: boolean };
  /** How much later than now it is for the server. */
  clock: { ahead: number };
  /** The one session of this role; `signIn` begins another. */
  as(role: UserRole): Promise<Client>;
  signIn(role: UserRole): Promise<Client>;
  /** A session of somebody that the test added, by a passkey that they are given. */
  signInAs(email: string): Promise<Client>;
  anybody(): Client;
  close(): Promise<void>;
}

interface Given {
  /** Settings of the installation beside its directory. */
  readonly env?: Readonly<Record<string, string>>;
  /** Who is asked about domains; the machine's resolver where nobody is given. */
  readonly dns?: DnsResolver;
  /** Whether domains of addresses take mail; nobody can say where nobody is given. */
  readonly takesMail?: MailCheck['takesMail'];
}

const userOf = (organizationId: string, role: UserRole) => ({
  organizationId,
  email: `${role}@example.org`,
  name: `The ${role}`,
  roles: ROLES_OF[role] ?? [role],
  password: PASSWORD,
});

/** The whole server without listening, on a database of its own, with users of each role. */
export async function apiWorld({
  dns,
  takesMail = async () => null,
  env = {},
}: Given = {}): Promise<ApiWorld> {
  const test = await testDatabase();
  const directory = temporaryDirectory('postern-api-');
  const logged: string[] = [];
  const log: Logger = makeLogger('debug', { write: (line) => void logged.push(line) });
  const config = readConfig({ ...env, POSTERN_DATA: directory, HOME: directory }, false);
  const { pool, database } = openDatabase(test.url, () => {});
  const keyStore = await localKeyStore(join(directory, 'kek'));
  const ring = keyring(keyStore, database);
  const clock = { ahead: 0 };
  const post = { held: false };
  const now = () => new Date(Date.now() + clock.ahead);
  const organizationId = await inTransaction(database, async (tx) => {
    const id = await createOrganization(tx, ring.within(tx), {
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
    await createBuiltInDefinitions(tx, id);
    // as long as an administrator may set it: tests let hours pass
    await saveSignInSettings(tx, id, { idleMinutes: 60, secondFactorRequired: true });
    for (const role of ['owner', 'marketer', 'analyst'] as const) {
      await addUser(tx, userOf(id, role));
    }
    return id;
  });
  const keys = await ring.of(organizationId);
  const deps = { database, keyring: ring, log, now };
  const sandbox = await startSandbox(deps, 0);
  const publicUrl = 'https://mail.example.org';
  const delivery = {
    ...deps,
    publicUrl,
    sandbox,
    journalDirectory: join(directory, 'journal'),
    routeOf: null,
    pickUp: null,
    leaseSeconds: 5,
    holdSeconds: 1,
  };
  const jobs = await openJobs(pool, log);
  const mailCheck = (): MailCheck => ({ takesMail, close: () => {} });
  const runner = await runJobs(
    pool,
    {
      import: async (ref, signal) =>
        void (await runImport({ ...deps, onNewKeys: recordKept }, { ...ref, signal })),
      hygiene: async ({ organizationId: id }, signal) => {
        await lookOver({ ...deps, openMailCheck: mailCheck }, id, signal);
      },
      'consent-import': async (ref, signal) => void (await runExchange(deps, { ...ref, signal })),
      export: async (ref, signal) => void (await runExport(deps, { ...ref, signal })),
    },
    log,
  );
  const check = async (id: string) =>
    checkWayOut(delivery, {
      organization: await getOrganization(database, id),
      keys,
      stream: await loadStream(database, id, 'transactional'),
    });
  const notices: ApiWorld['notices'] = [];
  const mailed: ApiWorld['mailed'] = [];
  const app = await buildServer({
    ...deps,
    keyStore,
    keyState: () => ({ sentence: null, since: now() }),
    config,
    ...(dns && { dns }),
    jobs,
    checkWayOut: check,
    publicUrl: () => publicUrl,
    async sendNotice(_organizationId, contactId, notice) {
      if (post.held) return 'held';
      notices.push({ ...notice, contactId });
      return 'sent';
    },
    async sendNoticeTo(_organizationId, address, notice) {
      mailed.push({ ...notice, address });
      return 'sent';
    },
  });

  /** `prove` shows again who it is, where a sensitive act asks for that. */
  const client = (token: string | null, prove?: () => Promise<unknown>): Client => ({
    token,
    async request(method, url, body, headers = {}) {
      const options: InjectOptions = {
        method,
        url: url.startsWith('/') ? url : `/api/v1/${url}`,
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          'x-postern': 'test',
          ...headers,
        },
        ...(body !== undefined && { payload: body as NonNullable<InjectOptions['payload']> }),
      };
      let answer = await app.inject(options);
      if (prove && answer.body.includes('"code":"reauthentication_needed"')) {
        await prove();
        answer = await app.inject(options);
      }
      const isJson = /[/+]json/.test(String(answer.headers['content-type'] ?? ''));
      return {
        status: answer.statusCode,
        headers: answer.headers,
        text: answer.body,
        json: isJson && answer.body !== '' ? answer.json() : null,
      };
    },
  });

  const users = new Set<UserRole>(['owner', 'marketer', 'analyst']);
  const signIn = async (role: UserRole) => {
    if (!users.has(role)) {
      users.add(role);
      await addUser(database, userOf(organizationId, role));
    }
    return signInAs(`${role}@example.org`);
  };
  const passkeys = new Map<string, ReturnType<typeof givePasskey>>();
  const givePasskey = async (email: string) => {
    const passkey = authenticator('mail.example.org', publicUrl);
    const { id: userId } = await database
      .selectFrom('users')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    await database
      .insertInto('passkeys')
      .values({
        credential_id: passkey.credentialId,
        id: randomUUID(),
        user_id: userId,
        name: 'Of the tests',
        public_key: passkey.cosePublicKey,
        counter: 0,
        transports: [],
        synced: false,
        created_at: now(),
      })
      .execute();
    return { passkey, userId };
  };
  const signInAs = async (email: string) => {
    const given = passkeys.get(email) ?? givePasskey(email);
    passkeys.set(email, given);
    const { passkey, userId } = await given;
    const anybody = client(null);
    const answerOf = async () => {
      const options = await anybody.request('POST', 'session/passkey/options');
      return passkey.get(options.json, userId);
    };
    const answer = await anybody.request('POST', 'session/passkey', await answerOf());
    const token = /postern_session=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? null;
    const prove = async () =>
      client(token).request('POST', 'session/reauthenticate', { passkey: await answerOf() });
    return client(token, prove);
  };
  const sessions = new Map<UserRole, Promise<Client>>();

  return {
    app,
    database,
    test,
    keys,
    organizationId,
    logged,
    sandbox,
    delivery,
    keyDirectory: directory,
    keyStore,
    keyring: ring,
    jobs,
    notices,
    mailed,
    clock,
    post,
    anybody: () => client(null),
    as(role) {
      const known = sessions.get(role) ?? signIn(role);
      sessions.set(role, known);
      return known;
    },
    signIn,
    signInAs,
    async close() {
      await app.close();
      await runner.stop();
      await jobs.close();
      await sandbox.close();
      await database.destroy();
      await test.drop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A multipart body with one file, and its headers. */
export function fileUpload(name: string, content: string | Buffer) {
  const boundary = 'postern-test-boundary';
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/csv\r\n\r\n`;
  return {
    body: Buffer.concat([
      Buffer.from(head),
      Buffer.from(content),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
  };
}
