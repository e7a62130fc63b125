import { createSecretKey, randomBytes } from 'node:crypto';
import type { Database, Tx } from '../database/index.ts';
import { readDataKey } from './data-key.ts';
import { type KeyStore, KeyUnavailable } from './key-store.ts';
import { type OrganizationKeys, organizationKeys } from './organization-keys.ts';
import { firstSealKey, SealKeys, type VersionedKey } from './seal-keys.ts';

/** Opens the keys of organizations, once each. */
export interface Keyring {
  of(organizationId: string): Promise<OrganizationKeys>;
  /** A new data key for an organization that is about to be made: its wrapped form. */
  make(organizationId: string): Promise<Buffer>;
  /** The same, seeing what this transaction has made. */
  within(tx: Tx): Keyring;
}

/** A process's own keyring, which it keeps up to date (`watchKeys`). */
export interface OpenKeyring extends Keyring {
  /** Reads anew what is held: new versions are known, destroyed ones forgotten. */
  reload(): Promise<void>;
  /** What is held may be used until then, by the monotonic clock, unless it is confirmed again. */
  holdUntil(until: number): void;
  /** Forgets all keys. */
  drop(): void;
}

interface Held {
  readonly seals: SealKeys;
  readonly keys: OrganizationKeys;
}

export function keyring(store: KeyStore, database: Database | Tx): OpenKeyring {
  const opened = new Map<string, Promise<Held>>();
  let until = Number.POSITIVE_INFINITY;

  /** Null: there is no such organization any more. */
  const read = async (id: string) => {
    const found = await database
      .selectFrom('organizations')
      .select('data_key_wrapped')
      .where('id', '=', id)
      .executeTakeFirst();
    if (found === undefined || found.data_key_wrapped.length === 0) return null;
    const rows = await database
      .selectFrom('seal_keys')
      .select(['version', 'state', 'wrapped'])
      .where('organization_id', '=', id)
      .orderBy('version')
      .execute();
    const dataKey = await store.unwrap(found.data_key_wrapped, id);
    const first = () => firstSealKey(id, readDataKey(dataKey));
    let current: VersionedKey | null = rows.length === 0 ? first() : null;
    const others: VersionedKey[] = [];
    for (const { version, state, wrapped } of rows) {
      const one =
        wrapped === null
          ? first()
          : { version, key: createSecretKey(await store.unwrap(wrapped, id)) };
      if (state === 'current') current = one;
      else others.push(one);
    }
    if (current === null) throw new Error(`Organization ${id} has no key to seal with.`);
    return { dataKey, current, others };
  };
  const load = async (id: string): Promise<Held> => {
    const found = await read(id);
    if (found === null) throw new KeyUnavailable(`The keys of organization ${id} are gone.`);
    const seals = new SealKeys(found.current, found.others);
    seals.holdUntil(until);
    return { seals, keys: organizationKeys(id, found.dataKey, seals) };
  };
  const hold = (id: string) => {
    let held = opened.get(id);
    if (!held) {
      const loading = load(id);
      held = loading;
      opened.set(id, held);
      // a failure is not remembered: the database may be back a moment later
      held.catch(() => {
        if (opened.get(id) === loading) opened.delete(id);
      });
    }
    return held;
  };
  const forget = async (id: string) => {
    const held = await opened.get(id)?.catch(() => null);
    held?.seals.holdUntil(Number.NEGATIVE_INFINITY);
    opened.delete(id);
  };

  return {
    of: async (id) => (await hold(id)).keys,
    make: async (id) => store.wrap(randomBytes(32), id),
    within: (tx) => keyring(store, tx),
    async reload() {
      for (const [id, holding] of [...opened]) {
        const held = await holding.catch(() => null);
        const found = held && (await read(id));
        if (held && found) held.seals.become(found.current, found.others);
        else if (held) await forget(id);
      }
    },
    holdUntil(next) {
      until = next;
      for (const holding of opened.values()) {
        holding.then(
          ({ seals }) => seals.holdUntil(until),
          () => {},
        );
      }
    },
    drop() {
      for (const id of [...opened.keys()]) void forget(id);
    },
  };
}
