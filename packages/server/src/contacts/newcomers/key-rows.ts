import { NIL } from 'uuid';
import { bucketOf, COPY_HEADER, COPY_TRAILER, put } from '../../database/index.ts';
import { KINDS } from '../contact-keys.ts';

export const KEY_COLUMNS = ['bucket', 'organization_id', 'kind', 'token', 'contact_id'] as const;

const TOKEN_BYTES = 32;
/** The longest of a row: how many fields, their lengths, and themselves. */
const ROW = 2 + KEY_COLUMNS.length * 4 + 2 + 16 + 'record_number'.length + TOKEN_BYTES + 16;
/** Where its bucket lies, and, from its end, its token and the id. */
const [BUCKET, ID_BYTES, TOKEN_END] = [6, 16, TOKEN_BYTES + 4 + 16];
/** A row's place in the index, and its own: 8 bits of bucket, 2 of kind, 24 of the token, 18. */
const [KIND, TOKEN, ROW_NUMBER] = [4, 2 ** 24, 2 ** 18];

/** Rows of `contact_keys`, of people who have none yet. */
export class KeyRows {
  #tokens = Buffer.alloc(TOKEN_BYTES * 8_192);
  readonly #kinds: number[] = [];
  readonly #owners: number[] = [];
  /** The first row of each owner, whose rows lie side by side. */
  readonly #firsts: number[] = [];

  clear(): void {
    this.#kinds.length = 0;
    this.#owners.length = 0;
    this.#firsts.length = 0;
  }

  /** The token in Latin-1. */
  add(kind: (typeof KINDS)[number], token: string, owner: number): void {
    const at = this.#kinds.length * TOKEN_BYTES;
    if (at === this.#tokens.length) this.#tokens = Buffer.concat([this.#tokens, this.#tokens]);
    this.#tokens.write(token, at, TOKEN_BYTES, 'latin1');
    this.#firsts[owner] ??= this.#owners.length;
    this.#kinds.push(KINDS.indexOf(kind));
    this.#owners.push(owner);
  }

  /** The tokens of a person by which anybody else may have been known: not those of phones. */
  tokensOf(owner: number): Buffer[] {
    const found: Buffer[] = [];
    let at = this.#firsts[owner] ?? this.#owners.length;
    for (; this.#owners[at] === owner; at++) {
      if (KINDS[this.#kinds[at] ?? 0] !== 'phone') found.push(Buffer.from(this.#token(at)));
    }
    return found;
  }

  /** In the order of the index, whose pages are then each written to once. `idOf` answers an owner's bytes. */
  *pieces(organizationId: string, idOf: (owner: number) => Uint8Array): Generator<Buffer> {
    const rows = KINDS.map((kind) => rowOf(organizationId, kind));
    const bytes = Buffer.allocUnsafe(this.#kinds.length * ROW);
    let at = 0;
    for (const key of this.#inOrder()) {
      const number = key % ROW_NUMBER;
      const row = rows[this.#kinds[number] ?? 0] as Buffer;
      bytes.set(row, at);
      bytes.writeInt16BE(Math.floor(key / (KIND * TOKEN * ROW_NUMBER)), at + BUCKET);
      at += row.length;
      this.#tokens.copy(bytes, at - TOKEN_END, number * TOKEN_BYTES, (number + 1) * TOKEN_BYTES);
      bytes.set(idOf(this.#owners[number] ?? 0), at - ID_BYTES);
    }
    yield COPY_HEADER;
    yield bytes.subarray(0, at);
    yield COPY_TRAILER;
  }

  #token(row: number): Buffer {
    return this.#tokens.subarray(row * TOKEN_BYTES, (row + 1) * TOKEN_BYTES);
  }

  #inOrder(): Float64Array {
    const keys = new Float64Array(this.#kinds.length);
    for (let row = 0; row < keys.length; row++) {
      const token = this.#token(row);
      const kind = bucketOf(token) * KIND + (this.#kinds[row] ?? 0);
      keys[row] = (kind * TOKEN + token.readUIntBE(0, 3)) * ROW_NUMBER + row;
    }
    return keys.sort();
  }
}

/** What rows of a kind are alike in. */
function rowOf(organizationId: string, kind: (typeof KINDS)[number]): Buffer {
  const row = Buffer.alloc(ROW);
  let at = row.writeInt16BE(KEY_COLUMNS.length);
  at = put(row, at, 'smallint', 0);
  at = put(row, at, 'uuid', organizationId);
  at = put(row, at, 'text', kind);
  at = put(row, at, 'bytea', new Uint8Array(TOKEN_BYTES));
  return row.subarray(0, put(row, at, 'uuid', NIL));
}
