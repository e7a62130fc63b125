// Writes packages/server/src/database/schema.sql: what the migrations make of an empty database.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbedded } from '../packages/server/src/database/embedded/start-embedded.ts';
import { migrate } from '../packages/server/src/database/migrate.ts';
import { describeSchema } from '../tests/support/schema.ts';
import { temporaryDirectory } from '../tests/support/temporary-directory.ts';

const file = join(import.meta.dirname, '../packages/server/src/database/schema.sql');
const directory = temporaryDirectory('postern-schema-');
const server = await startEmbedded({ directory: join(directory, 'postgres') });
try {
  await migrate(server.url);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  writeFileSync(file, await describeSchema(client));
  await client.end();
} finally {
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
}
