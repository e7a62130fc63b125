import { open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '../database/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { bootOf, type JournalHead, startOf } from './journal.ts';
import { type BatchStory, readJournal } from './read-journal.ts';
import { type Settlement, settled, settleSends } from './settle-sends.ts';

const NAME = /^([0-9a-f-]{36})\.\d+\.journal$/;
/** A sender that was not seen for so long on another machine is gone. */
const GONE_SECONDS = 120;
/** More than the line of a head is long, in bytes. */
const HEAD = 4_096;
/** A file without a head that is older, in milliseconds, was not just begun. */
const BEGUN = 60_000;

/**
 * Takes up the journals of senders that are gone. A result is recorded; an intent without one is in
 * doubt and goes the way of its stream (marketing: uncertain, transactional: again, as the same
 * message); who is in neither never left and waits again. Then the batches are free. What it finds
 * accepted is missing from the providers' figures: a journal holds no address, and who complains
 * weighs a little more by that. Answers how many journals it took up.
 */
export async function recoverJournals(
  { database, log }: Pick<DeliveryDeps, 'database' | 'log'>,
  directory: string,
  ownOwner: string,
): Promise<number> {
  const owners = new Map<string, string[]>();
  for (const name of (await readdir(directory).catch(() => [])).toSorted((a, b) =>
    a < b ? -1 : 1,
  )) {
    const owner = NAME.exec(name)?.[1];
    if (owner === undefined || owner === ownOwner) continue;
    owners.set(owner, [...(owners.get(owner) ?? []), join(directory, name)]);
  }
  let taken = 0;
  for (const [owner, paths] of owners) {
    const head = await firstHead(paths);
    if (head === null && (await areNew(paths))) continue;
    if (head !== null && (await lives(database, head))) continue;
    const texts = await Promise.all(paths.map((path) => readFile(path, 'utf8').catch(() => '')));
    const story = readJournal(texts);
    if (story !== null) {
      // after a loss of power the last lines may be missing: then silence proves nothing
      const whole = story.head.boot !== null && story.head.boot === bootOf();
      for (const batch of story.batches) await settleTold(database, owner, batch);
      await freeBatches(database, owner, whole);
      // only now: until the batches are free, others may take for uncertain whom they held
      if (whole) for (const batch of story.batches) await queueUntold(database, owner, batch);
      log.warn({ count: story.batches.length }, 'Took up the journal of a sender that is gone.');
      taken += 1;
    }
    for (const path of paths) await unlink(path).catch(() => {});
  }
  return taken;
}

/**
 * Whose they are, from their first lines alone: of a sender that lives they may be long, and are
 * looked at again and again.
 */
async function firstHead(paths: readonly string[]): Promise<JournalHead | null> {
  for (const path of paths) {
    const first = await firstOf(path).catch(() => '');
    const head = readJournal([first])?.head;
    if (head !== undefined) return head;
  }
  return null;
}

async function firstOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD), 0, HEAD, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function areNew(paths: readonly string[]): Promise<boolean> {
  const found = await Promise.all(paths.map((path) => stat(path).catch(() => null)));
  return found.some((one) => one !== null && Date.now() - one.mtimeMs < BEGUN);
}

async function lives(database: Database, head: JournalHead): Promise<boolean> {
  if (head.host === hostname() && head.boot !== bootOf()) return false;
  if (head.host === hostname() && head.started !== null) return startOf(head.pid) === head.started;
  if (head.host === hostname()) {
    try {
      process.kill(head.pid, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }
  const seen = await database
    .selectFrom('senders')
    .select('id')
    .where('id', '=', head.owner)
    .where('seen_at', '>', sql<Date>`now() - make_interval(secs => ${GONE_SECONDS})`)
    .executeTakeFirst();
  return seen !== undefined;
}

/** What the journal tells: results, and who is in doubt. */
async function settleTold(
  database: Database,
  owner: string,
  { campaign, batch, results, doubts }: BatchStory,
): Promise<void> {
  const { stream, state } =
    (await database
      .selectFrom('campaigns')
      .select(['stream', 'state'])
      .where('organization_id', '=', campaign.organizationId)
      .where('id', '=', campaign.id)
      .executeTakeFirst()) ?? {};
  const again = stream === 'transactional' && state !== 'cancelled';
  const settlements: Settlement[] = [
    ...[...results.values()].map((entry) => ({ ...entry, batch })),
    ...[...doubts.values()].map((entry) => ({
      ...entry,
      batch,
      state: again ? ('queued' as const) : ('uncertain' as const),
      doubted: again,
      // which way it goes next time is open
      way: again ? null : entry.way,
    })),
  ];
  await settleSends(database, campaign, owner, settlements);
}

/** Of whom a whole journal tells nothing, nothing left: who was taken for uncertain meanwhile waits. */
async function queueUntold(
  database: Database,
  owner: string,
  { campaign, batch, results, doubts }: BatchStory,
): Promise<void> {
  const { rows } = await sql<{ contact_id: string }>`
    select contact_id from sends
    where bucket = ${batch.bucket} and organization_id = ${campaign.organizationId}
      and campaign_id = ${campaign.id} and contact_id between ${batch.from} and ${batch.to}
      and state = 'uncertain' and fence = ${batch.fence}`.execute(database);
  const unsent = rows
    .filter(({ contact_id }) => !results.has(contact_id) && !doubts.has(contact_id))
    .map(({ contact_id }) => settled({ batch, contactId: contact_id }, 'queued'));
  await settleSends(database, campaign, owner, unsent);
}

/** What a gone sender held is free; where its journal may lack lines, the reaper judges instead. */
async function freeBatches(database: Database, owner: string, whole: boolean): Promise<void> {
  if (!whole) {
    await sql`update send_batches set lease_until = now() where owner = ${owner}`.execute(database);
    return;
  }
  await sql`
    update send_batches
    set owner = null, lease_until = null, handed_over = '{}', handed_rulings = '{}',
      due_at = now(), state = 'waiting'
    where owner = ${owner}`.execute(database);
}
