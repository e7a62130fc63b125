import { NIL } from 'uuid';
import { COPY_HEADER, COPY_TRAILER, put } from '../../database/index.ts';
import { type OrganizationKeys, type Sealing, sealedBytes } from '../../keys/index.ts';
import { identityOf, valuesOf } from '../contact-content.ts';
import type { NewIds } from '../new-ids.ts';
import { Block } from './block.ts';

/** Whose rows they are, and what wrote them. */
export interface RowsOf {
  readonly keys: OrganizationKeys;
  readonly importId: string;
  readonly sealing: Sealing;
}

export const CONTACT_COLUMNS = [
  'bucket',
  'organization_id',
  'id',
  'place',
  'has_email',
  'import_id',
  'created_at',
  'updated_at',
  'identity_sealed',
  'values_sealed',
] as const;

/** Of a row all that is not sealed: how many fields, the lengths of the first eight, and themselves. */
const FIXED = 2 + 8 * 4 + 2 + 16 + 16 + 4 + 1 + 16 + 8 + 8;
/** And the lengths of what is sealed. */
const REST = FIXED + 2 * 4;
/** Where they lie. */
const [BUCKET, ID, PLACE, HAS_EMAIL] = [6, 32, 52, 60];
/** Two values of each are sealed; what these are bound to begins so, and ends with the id. */
const NAMES = [identityOf(''), valuesOf('')];
const [IDENTITY, VALUES] = [0, 1];
const SEALED = 2;
/** No row is shorter. */
const LEAST = REST + SEALED * sealedBytes(2);
/** About 400 people. */
const BLOCK_BYTES = 262_144;

/**
 * Rows of `contacts` in the binary form of COPY. What is to be sealed lies in them, and is sealed there by
 * another thread while further rows are read. Nothing else is made of it: an object, a Buffer and a copy
 * for each of a million people were a third of an import.
 */
export class ContactRows {
  readonly #of: RowsOf;
  readonly #blocks: Block[] = [];
  #used = 0;
  #sealed: Promise<void>[] = [];
  /** By person. */
  readonly #block: Block[] = [];
  readonly #start: number[] = [];
  /** What rows are alike in. */
  readonly #row = Buffer.alloc(FIXED);

  constructor(of: RowsOf) {
    this.#of = of;
  }

  begin(now: Date): void {
    this.#writeRow(now);
    this.#used = 0;
    this.#sealed = [];
    this.#block.length = 0;
    this.#start.length = 0;
  }

  #writeRow(now: Date): void {
    const { keys, importId } = this.#of;
    let at = this.#row.writeInt16BE(CONTACT_COLUMNS.length);
    at = put(this.#row, at, 'smallint', 0);
    at = put(this.#row, at, 'uuid', keys.organizationId);
    at = put(this.#row, at, 'uuid', NIL);
    at = put(this.#row, at, 'integer', 0);
    at = put(this.#row, at, 'boolean', false);
    at = put(this.#row, at, 'uuid', importId);
    at = put(this.#row, at, 'timestamptz', now);
    put(this.#row, at, 'timestamptz', now);
  }

  /** Somebody with the next of the ids. `identity` and `values` are JSON. */
  add(ids: NewIds, hasEmail: boolean, identity: Uint8Array, values: Uint8Array): void {
    const bytesOfRow = REST + sealedBytes(identity.length) + sealedBytes(values.length);
    const block = this.#withRoomFor(bytesOfRow);
    const { bytes, end } = block;
    this.#block.push(block);
    this.#start.push(end);
    bytes.set(this.#row, end);
    ids.takeInto(bytes, end + ID);
    bytes.writeInt16BE(ids.bucket, end + BUCKET);
    bytes[end + HAS_EMAIL] = Number(hasEmail);
    const at = block.putPlain(end + FIXED, identity, IDENTITY, end + ID);
    block.end = block.putPlain(at, values, VALUES, end + ID);
  }

  /** Nobody is added any more: what is left is sealed too. */
  finish(): void {
    const last = this.#blocks[this.#used - 1];
    if (last !== undefined && this.#sealed.length < this.#used) this.#seal(last);
  }

  /** The id of a person as bytes; good until others are begun. */
  idOf(index: number): Uint8Array {
    const from = (this.#start[index] ?? 0) + ID;
    return this.#block[index]?.bytes.subarray(from, from + 16) ?? new Uint8Array();
  }

  /** Where they stand is known last. */
  place(index: number, place: number): void {
    this.#block[index]?.bytes.writeInt32BE(place, (this.#start[index] ?? 0) + PLACE);
  }

  /** To be asked for once they are finished. Throws rather than give out what is not sealed. */
  async *pieces(): AsyncGenerator<Buffer> {
    yield COPY_HEADER;
    for (let index = 0; index < this.#used; index++) {
      await this.#sealed[index];
      const block = this.#blocks[index];
      if (!block?.isSealed) throw new Error('What is known of a contact was not sealed.');
      yield block.bytes.subarray(0, block.end);
    }
    yield COPY_TRAILER;
  }

  #withRoomFor(bytes: number): Block {
    const current = this.#blocks[this.#used - 1];
    if (current !== undefined && current.end + bytes <= current.bytes.length) return current;
    if (current !== undefined) this.#seal(current);
    const next = this.#blocks[this.#used];
    const block =
      next === undefined || next.bytes.length < bytes
        ? blockOf(Math.max(BLOCK_BYTES, bytes))
        : next;
    block.clear();
    this.#blocks[this.#used++] = block;
    return block;
  }

  #seal(block: Block): void {
    const sealed = this.#of.sealing.seal(block.unsealed(NAMES));
    // heard when the block is asked for
    sealed.catch(() => {});
    this.#sealed.push(sealed);
  }
}

const blockOf = (size: number) => new Block(size, (SEALED * size) / LEAST);
