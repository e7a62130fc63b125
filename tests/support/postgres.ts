import { rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../packages/server/src/database/embedded/start-embedded.ts';
import { migrate } from '../../packages/server/src/database/migrate.ts';
import { templateDatabase } from './template-database.ts';
import { temporaryDirectory } from './temporary-directory.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** of the server's first database; a test asks for one of its own: see ./database.ts */
    readonly serverUrl: string;
  }
}

/** A real PostgreSQL for the whole run, with a migrated database to copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = temporaryDirectory('postern-tests-');
  const server = await startEmbedded({ directory: join(directory, 'postgres') });
  const template = new URL(server.url);
  template.pathname = `/${templateDatabase}`;
  try {
    await query(server.url, `create database ${templateDatabase}`);
    await migrate(template.href);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide('serverUrl', server.url);
  return async () => {
    const left = await query(
      server.url,
      `select datname from pg_database where datname like 'test\\_%'`,
    );
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
    if (left.length > 0) {
      throw new Error(`${left.length} test databases were left behind: call drop() in afterAll.`);
    }
  };
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
