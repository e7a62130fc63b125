import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { v4 } from 'uuid';
import type { Logger } from '../config/index.ts';
import type { Database } from '../database/index.ts';
import { LEASE_SECONDS, signHolder } from './custody.ts';
import { type KeyStore, KeyStoreUnavailable } from './key-store.ts';
import type { OpenKeyring } from './keyring.ts';

const EVERY = 2_000;
const ASK_STORE_EVERY = 60_000;
/** How long opened keys are used when the store that they came from cannot be asked any more. */
const PATIENCE = 5 * 60_000;

/** `sentence`: why nothing opens that is not open already; null while the store answers. */
export interface KeyStoreState {
  readonly sentence: string | null;
  readonly since: Date;
}

export interface KeyWatch {
  state(): KeyStoreState;
  /** Looks now, and not only in its turn. */
  look(): Promise<void>;
  close(): Promise<void>;
}

interface Watched {
  readonly database: Database;
  readonly ring: OpenKeyring;
  readonly store: KeyStore;
  readonly log: Logger;
  readonly now: () => Date;
}

/**
 * Keeps a process's keyring true: hears of changed keys within two seconds and says that it has, and
 * asks the key store now and then whether it still gives the keys out. When it does not for five
 * minutes, or the database cannot be asked for 45 seconds, the keys are not used any more.
 */
export async function watchKeys(
  { database, ring, store, log, now }: Watched,
  { every = EVERY, askEvery = ASK_STORE_EVERY, patience = PATIENCE } = {},
): Promise<KeyWatch> {
  const id = v4();
  const closing = new AbortController();
  let heard = -1;
  let state: KeyStoreState = { sentence: null, since: now() };
  let confirmed = performance.now();
  let asked = Number.NEGATIVE_INFINITY;

  const askStore = async () => {
    const began = performance.now();
    const due = state.sentence !== null || began - asked >= askEvery;
    if (!due) return;
    asked = began;
    const row = await database
      .selectFrom('organizations')
      .select(['id', 'data_key_wrapped'])
      .where('data_key_wrapped', '<>', Buffer.alloc(0))
      .orderBy('number')
      .limit(1)
      .executeTakeFirst();
    const why = row && (await whyNot(store, row.data_key_wrapped, row.id));
    if (why) {
      if (state.sentence === null) log.error({}, 'The key store cannot be used; keys wait for it.');
      state = { sentence: why, since: state.sentence === null ? now() : state.since };
      return;
    }
    confirmed = began;
    if (state.sentence === null) return;
    log.warn({}, 'The key store answers again.');
    state = { sentence: null, since: now() };
  };
  const look = async () => {
    const began = performance.now();
    const { generation } = await database
      .selectFrom('key_custody')
      .select('generation')
      .executeTakeFirstOrThrow();
    await askStore();
    const gone = began - confirmed > patience;
    if (gone) ring.drop();
    if (generation !== heard) {
      // what cannot be read anew is not used on
      await ring.reload();
      heard = generation;
    }
    await signHolder(database, id, heard);
    ring.holdUntil(gone ? Number.NEGATIVE_INFINITY : began + LEASE_SECONDS * 1_000);
  };
  const tryLook = () =>
    look().catch((error: unknown) => log.warn({ error }, 'The keys could not be confirmed.'));

  await tryLook();
  const watching = (async () => {
    while (!closing.signal.aborted) {
      await sleep(every, undefined, { signal: closing.signal, ref: false }).catch(() => {});
      if (!closing.signal.aborted) await tryLook();
    }
  })();
  return {
    state: () => state,
    look,
    async close() {
      closing.abort();
      await watching;
      ring.drop();
      await database
        .deleteFrom('key_holders')
        .where('id', '=', id)
        .execute()
        .catch(() => {});
    },
  };
}

async function whyNot(store: KeyStore, wrapped: Buffer, id: string): Promise<string | null> {
  try {
    await store.unwrap(wrapped, id);
    return null;
  } catch (error) {
    // a key that does not fit was refused at the start; here it means that somebody took it away
    if (error instanceof KeyStoreUnavailable) return error.message;
    return error instanceof Error ? error.message : 'The key store failed.';
  }
}
