import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { v7 } from 'uuid';
import {
  type AuditNote,
  appendAudits,
  sealLedger,
  verifyAudit,
} from '../../packages/server/src/audit/index.ts';
import { startEmbedded } from '../../packages/server/src/database/embedded/start-embedded.ts';
import {
  type Database,
  inTransaction,
  migrate,
  openDatabase,
} from '../../packages/server/src/database/index.ts';
import { type OrganizationKeys, organizationKeys } from '../../packages/server/src/keys/index.ts';
import { temporaryDirectory } from '../../tests/support/temporary-directory.ts';
import { median } from '../median.ts';

const RUNS = 5;
const WRITERS = 4;
/** Entries of one transaction: what a batch of opt-outs or a page of people that is opened appends. */
const TOGETHER = 250;

export interface LedgerFigures {
  readonly appendsPerSecond: number;
  readonly verifiedPerSecond: number;
  readonly bytesPerEntry: number;
}

/**
 * Medians of five, on a PostgreSQL of its own: entries appended by four writers, from the first to the
 * moment at which the last is in the signed tree; and entries verified, of all of them.
 */
export async function measureLedger(entries = 100_000): Promise<LedgerFigures> {
  const directory = temporaryDirectory('postern-bench-');
  const postgres = await startEmbedded({ directory: join(directory, 'postgres') });
  try {
    await migrate(postgres.url);
    const { database } = openDatabase(postgres.url, () => {});
    try {
      return await measured(database, entries);
    } finally {
      await database.destroy();
    }
  } finally {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function measured(database: Database, entries: number): Promise<LedgerFigures> {
  const keys = organizationKeys(v7(), randomBytes(32));
  const appends: number[] = [];
  for (let run = 0; run < RUNS; run += 1) appends.push(await appended(database, keys, entries));
  const verified: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const began = performance.now();
    const found = await verifyAudit(database, keys);
    if (!found.intact) throw new Error(found.sentence);
    verified.push(found.entries / seconds(began));
  }
  const { bytes } = await database
    .selectNoFrom((eb) =>
      eb.fn<number>('pg_total_relation_size', [eb.val('audit_sealed')]).as('bytes'),
    )
    .executeTakeFirstOrThrow();
  return {
    appendsPerSecond: Math.round(median(appends)),
    verifiedPerSecond: Math.round(median(verified)),
    bytesPerEntry: Math.round(bytes / (RUNS * entries)),
  };
}

/** Entries a second, sealing beside the writers and to the last entry. */
async function appended(database: Database, keys: OrganizationKeys, entries: number) {
  const staff = Array.from({ length: 40 }, () => v7());
  const contacts = Array.from({ length: 5_000 }, () => v7());
  const note = (number: number): AuditNote => ({
    actor: staff[number % staff.length] ?? 'system',
    action: 'contact.viewed',
    subject: { contactId: contacts[number % contacts.length] ?? null },
    address: '192.0.2.7',
  });
  const began = performance.now();
  let left = entries;
  const write = async () => {
    while (left > 0) {
      const count = Math.min(TOGETHER, left);
      left -= count;
      const notes = Array.from({ length: count }, (_, number) => note(left + number));
      await inTransaction(database, (tx) => appendAudits(tx, keys, notes));
    }
  };
  const written = new AbortController();
  const seal = async () => {
    while (!written.signal.aborted) {
      await sealLedger(database, keys);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  const sealing = seal();
  await Promise.all(Array.from({ length: WRITERS }, write));
  written.abort();
  await sealing;
  await sealLedger(database, keys);
  return entries / seconds(began);
}

const seconds = (began: number) => (performance.now() - began) / 1_000;
