import { sql } from 'kysely';
import { BUCKETS, type Tx } from '../database/index.ts';

/** Looks into the index cost as much as reading so many keys of it. */
const LOOK = 4;
const MOST_BITS = 2 ** 29;
const BITS_A_KEY = 16;
const HASHES = 6;

/**
 * Which tokens (in Latin-1) of addresses and record numbers an organization may have, so that nobody is looked for
 * who cannot be there: a Bloom filter, since tokens are as good as random. One in thousands is looked
 * for in vain; none that is there is missed, as long as nobody else wrote contacts since, which the
 * writer's number tells (`lockContacts`). Until reading them all is worth it, all may be there.
 */
export class KnownKeys {
  readonly #bits: Uint32Array;
  readonly #mask: number;
  #version: number | null = null;
  #looked = 0;
  #era = 0;

  /** For a file of about so many rows. */
  constructor(rows: number) {
    const wanted = Math.max(65_536, rows * 2 * BITS_A_KEY);
    const bits = Math.min(MOST_BITS, 2 ** Math.ceil(Math.log2(wanted)));
    this.#bits = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
  }

  /** To be called by the holder of the lock, with its number, before `mayHave`. */
  async begin(tx: Tx, organizationId: string, version: number): Promise<void> {
    if (this.#version !== null && version === this.#version + 1) {
      this.#version = version;
      return;
    }
    if (this.#version !== null) this.#looked = 0;
    this.forget();
    const worth = this.#looked * LOOK;
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from (
        select from contacts where organization_id = ${organizationId} limit ${worth + 1}
      ) counted`.execute(tx);
    const count = Number(rows[0]?.count);
    if (count > worth) return;
    if (count > 0) await this.#read(tx, organizationId);
    this.#version = version;
  }

  /** The transaction came to nothing: what others wrote meanwhile is not known. */
  forget(): void {
    this.#version = null;
    this.#era++;
  }

  /**
   * Where all who are on file are known, a number that stays the same for as long as they are: what was
   * answered counts until it is another. Null while any may be there.
   */
  get era(): number | null {
    return this.#version === null ? null : this.#era;
  }

  mayHave(token: string): boolean {
    if (this.#version === null) {
      this.#looked++;
      return true;
    }
    const first = wordOf(token, 0);
    const step = wordOf(token, 4);
    for (let hash = 0; hash < HASHES; hash++) {
      const bit = (first + Math.imul(hash, step)) & this.#mask;
      if (((this.#bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  add(token: string): void {
    const first = wordOf(token, 0);
    const step = wordOf(token, 4);
    for (let hash = 0; hash < HASHES; hash++) {
      const bit = (first + Math.imul(hash, step)) & this.#mask;
      this.#bits[bit >>> 5] = (this.#bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  }

  async #read(tx: Tx, organizationId: string): Promise<void> {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const { rows } = await sql<{ tokens: Buffer | null }>`
        select string_agg(substring(token for 8), '') as tokens from contact_keys
        where bucket = ${bucket} and organization_id = ${organizationId}
          and kind in ('email', 'record_number')`.execute(tx);
      const tokens = rows[0]?.tokens?.toString('latin1') ?? '';
      for (let at = 0; at < tokens.length; at += 8) this.add(tokens.slice(at, at + 8));
    }
  }
}

/** Four bytes of it as a number. */
const wordOf = (token: string, at: number): number =>
  token.charCodeAt(at) |
  (token.charCodeAt(at + 1) << 8) |
  (token.charCodeAt(at + 2) << 16) |
  (token.charCodeAt(at + 3) << 24);
