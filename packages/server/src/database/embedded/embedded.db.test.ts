import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { smallDisk } from '../../../../../tests/chaos/small-disk.ts';
import { temporaryDirectory } from '../../../../../tests/support/temporary-directory.ts';
import { findPostmaster } from './postmaster.ts';
import { identify } from './process-identity.ts';
import { type EmbeddedDatabase, startEmbedded } from './start-embedded.ts';

let parent: string;
let directory: string;
const started: EmbeddedDatabase[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  parent = temporaryDirectory('postern-embedded-');
  directory = join(parent, 'postgres');
});

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  const running = started.splice(0);
  for (const database of running) await database.stop();
  // An initdb whose parent was killed may still be writing.
  rmSync(parent, { recursive: true, force: true, maxRetries: 10 });
});

async function start(options: { port?: number } = {}): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ directory, ...options });
  started.push(database);
  return database;
}

/** Another Postern, in a process that can be killed. */
async function startElsewhere(): Promise<{ child: ChildProcess; url: string }> {
  const script = `
    import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'start-embedded.ts'))};
    try {
      console.log((await startEmbedded({ directory: ${JSON.stringify(directory)} })).url);
      setInterval(() => {}, 1000);
    } catch (error) {
      console.log('refused: ' + error.message);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const [url] = await once(createInterface({ input: child.stdout }), 'line');
  return { child, url };
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const postmasterPid = () =>
  Number(readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')[0]);

async function kill(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

test('makes a durable UTF-8 database, on loopback only, that its role owns and no more', async () => {
  const { url, adopted } = await start();
  const [row] = await query(
    url,
    `select current_setting('server_encoding') as encoding, current_setting('fsync') as fsync,
            current_setting('data_checksums') as checksums, current_setting('listen_addresses') as listens,
            'ä' < 'b' as linguistic,
            upper('é') as upper, (select rolsuper from pg_roles where rolname = current_user) as superuser`,
  );
  expect(row).toEqual({
    encoding: 'UTF8',
    fsync: 'on',
    checksums: 'on',
    listens: '127.0.0.1',
    linguistic: false,
    upper: 'É',
    superuser: false,
  });
  expect(adopted).toBe(false);
  expect(statSync(`${directory}.json`).mode & 0o777).toBe(0o600);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
});

test('refuses a wrong password', async () => {
  const url = new URL((await start()).url);
  url.password = 'guess';
  await expect(query(url.href, 'select 1')).rejects.toThrow(/password authentication failed/);
});

test.runIf(process.getuid?.() === 0)('never runs as root', async () => {
  await start();
  expect(statSync(`/proc/${postmasterPid()}`).uid).not.toBe(0);
});

test('stops, and starts again on the same port with what it held', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 7 as n');
  const pid = postmasterPid();
  await first.stop();
  expect(identify(pid)).toBeNull();
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
});

test('takes another port when its own was taken meanwhile, and refuses a named one that is', async () => {
  const first = await start();
  await first.stop();
  const squatter = createServer().listen(Number(new URL(first.url).port), '127.0.0.1');
  await once(squatter, 'listening');
  try {
    await expect(start({ port: Number(new URL(first.url).port) })).rejects.toThrow(/is taken/);
    const second = await start();
    expect(second.url).not.toBe(first.url);
    await query(second.url, 'select 1');
  } finally {
    squatter.close();
  }
});

describe('after kill -9', () => {
  test('of Postern alone, the server goes on and the next start adopts it', async () => {
    const { child, url } = await startElsewhere();
    await query(url, 'create table kept as select 7 as n');
    const pid = postmasterPid();
    await kill(child);
    expect(await query(url, 'select n from kept')).toEqual([{ n: 7 }]);
    const next = await start();
    expect(next).toMatchObject({ adopted: true, url });
    await next.stop();
    expect(identify(pid)).toBeNull();
  });

  test('of everything, the next start recovers what was committed', async () => {
    const { child, url } = await startElsewhere();
    await query(url, 'create table kept as select 7 as n');
    await kill(child);
    process.kill(postmasterPid(), 'SIGKILL');
    const next = await start();
    expect(next.adopted).toBe(false);
    expect(await query(next.url, 'select n from kept')).toEqual([{ n: 7 }]);
  });

  test('of the server alone, it is started again at the same address', async () => {
    const { url } = await start();
    await query(url, 'create table kept as select 7 as n');
    process.kill(postmasterPid(), 'SIGKILL');
    await expect
      .poll(() => query(url, 'select n from kept').catch(() => 'away'), { timeout: 60_000 })
      .toEqual([{ n: 7 }]);
  });

  test('in the middle of making the files, the next start makes them', async () => {
    const script = `
      import { startEmbedded } from ${JSON.stringify(join(import.meta.dirname, 'start-embedded.ts'))};
      console.log('begins');
      await startEmbedded({ directory: ${JSON.stringify(directory)} });`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await expect.poll(draftWithData, { interval: 1, timeout: 60_000 }).toBe(true);
    await kill(child);
    await sleep(50);
    expect(await query((await start()).url, 'select 1 as n')).toEqual([{ n: 1 }]);
  });
});

function draftWithData(): boolean {
  const draft = readdirSync(parent).find((name) => name.includes('.making-')) ?? 'none';
  return existsSync(join(parent, draft, 'data'));
}

test('a second Postern on the same directory is refused, with the pid of the first', async () => {
  const { child } = await startElsewhere();
  await expect(start()).rejects.toThrow(`in use by another Postern, process ${child.pid} `);
  await kill(child);
  await start();
});

test('a stale lock and a stale pid file, whose numbers now mean other programs, do not block', async () => {
  const first = await start();
  await first.stop();
  const other = spawn('sleep', ['600']);
  children.push(other);
  writeFileSync(`${directory}.owner`, JSON.stringify({ pid: other.pid, startedAt: 'long ago' }));
  writeFileSync(
    join(directory, 'postmaster.pid'),
    `${other.pid}\n${directory}\n1\n5432\n\n127.0.0.1\n  1 1\nready   \n`,
  );
  const second = await start();
  expect(second.adopted).toBe(false);
  expect(other.exitCode).toBeNull();
});

test('a start on a full disk leaves nothing behind, and the next one with room finds all', async ({
  skip,
}) => {
  const disk = await smallDisk(parent, 250);
  if (disk === null) return skip('Only root may mount a file system of its own.');
  try {
    const first = await start();
    await query(first.url, 'create table kept as select 7 as n');
    await first.stop();
    const before = readdirSync(parent).toSorted();
    await disk.fill();
    await expect(start()).rejects.toThrow(/ENOSPC|No space left/);
    await disk.release();
    expect(readdirSync(parent).toSorted()).toEqual(before);
    const next = await start();
    expect(next.adopted).toBe(false);
    expect(await query(next.url, 'select n from kept')).toEqual([{ n: 7 }]);
    await next.stop();
  } finally {
    for (const database of started.splice(0)) await database.stop();
    await disk.unmount();
  }
});

test('a start that cannot use the server that it launched ends it', async () => {
  await (await start()).stop();
  const file = `${directory}.json`;
  const right = readFileSync(file, 'utf8');
  writeFileSync(file, right.replace(/"administratorPassword":\s*"/, '$&wrong'));
  await expect(start()).rejects.toThrow(/password/);
  expect(await findPostmaster(directory)).toBeNull();
  writeFileSync(file, right);
  expect((await start()).adopted).toBe(false);
});

test('the server keeps no value in its log, whatever fails', async () => {
  const { url } = await start();
  await query(url, `create table people (mail text unique, age int); select 1`);
  await query(url, `insert into people values ('marked-value@example.org', 1)`);
  const failures = [
    `insert into people values ('marked-value@example.org', 2)`,
    `select 'marked-value@example.org'::int`,
    `select marked_value from people`,
    `do $$ begin raise warning 'marked-value'; end $$`,
  ];
  for (const sql of failures) await query(url, sql).catch(() => {});
  const day = new Date().toLocaleDateString('en', { weekday: 'short', timeZone: 'UTC' });
  const log = readFileSync(join(directory, 'log', `postgresql-${day}.log`), 'utf8');
  expect(log).toContain('ready to accept connections');
  expect(log + readFileSync(join(directory, 'startup.log'), 'utf8')).not.toMatch(/marked.value/);
});
