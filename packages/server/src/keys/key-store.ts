/**
 * Holds the key-encryption key, which the database never sees, and wraps the organizations' data
 * keys with it. Implementations: a local file now; AWS KMS and Vault transit answer the same form.
 */
export interface KeyStore {
  wrap(dataKey: Uint8Array, organizationId: string): Promise<Buffer>;
  /** Throws `KeyUnavailable` when the wrapped key is not one of this store. */
  unwrap(wrapped: Uint8Array, organizationId: string): Promise<Buffer>;
}

export class KeyUnavailable extends Error {
  readonly code = 'KEY_UNAVAILABLE';
}
