/**
 * Holds the key-encryption key, which the database never sees, and wraps the organizations' keys
 * with it. The organization is bound to what is wrapped: the key of one does not open as another's.
 */
export interface KeyStore {
  wrap(dataKey: Uint8Array, organizationId: string): Promise<Buffer>;
  /**
   * Throws `KeyUnavailable` when the wrapped key is not one of this store, and `KeyStoreUnavailable`
   * when the store cannot be asked at the moment.
   */
  unwrap(wrapped: Uint8Array, organizationId: string): Promise<Buffer>;
}

export type KeyStoreKind = 'file' | 'aws-kms' | 'vault';

/** A key store as an installation has it: also what its keeper may do with it. */
export interface InstalledKeyStore extends KeyStore {
  readonly kind: KeyStoreKind;
  /** "the key file /etc/postern/kek": for sentences. */
  readonly title: string;
  /** Whether a key that was wrapped under this name is this store's own. */
  owns(name: string | null): boolean;
  /** Whether it is wrapped by the key that the store wraps with now. */
  isCurrent(wrapped: Uint8Array): Promise<boolean>;
  /** From here on the store wraps under a new key, beside the one it has; again: goes on with it. */
  beginRenewal(): Promise<void>;
  /** Everything is wrapped under the new key. */
  endRenewal(): Promise<void>;
  /** Makes the store unable to unwrap any key of this organization, wherever copies of it are. */
  forget(organizationId: string): Promise<Forgotten>;
  /** What somebody has to keep a copy of, by its content; null: nothing on this machine. */
  backupMark(): Promise<string | null>;
}

/** Whether copies of the organization's wrapped key, in backups, are worthless now; and why. */
export interface Forgotten {
  readonly everywhere: boolean;
  readonly sentence: string;
}

/** The wrapped key is not one of this store: the wrong key file, or another installation's. */
export class KeyUnavailable extends Error {
  readonly code = 'KEY_UNAVAILABLE';
}

/** The store does not answer, or refuses us: nothing is known to be wrong, and nothing opens. */
export class KeyStoreUnavailable extends Error {
  readonly code = 'KEY_STORE_UNAVAILABLE';
}

const BETWEEN = 0x0a;

/** What is wrapped begins with the name of the key that wrapped it, and a line's end. */
export function named(name: string, wrapped: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from(name), Buffer.of(BETWEEN), wrapped]);
}

/** The name, and what was wrapped under it; null: of before names, by the key file itself. */
export function splitName(bytes: Uint8Array): { name: string | null; wrapped: Buffer } {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = all[0] === 1 ? -1 : all.indexOf(BETWEEN);
  if (end < 0) return { name: null, wrapped: all };
  return { name: all.subarray(0, end).toString(), wrapped: all.subarray(end + 1) };
}
