import { COPY_HEADER, COPY_TRAILER, put } from '../../database/index.ts';
import { type OrganizationKeys, sealedBytes } from '../../keys/index.ts';
import { identityOf, valuesOf } from '../contact-content.ts';

/** Whose rows they are, and what wrote them. */
export interface RowsOf {
  readonly keys: OrganizationKeys;
  readonly importId: string;
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

/** Two thousand people take about 1.3 MB. */
const ROOM = 2_097_152;
/** Of a row all but what is sealed: how many fields, their lengths, and themselves. */
const REST = 2 + CONTACT_COLUMNS.length * 4 + 2 + 16 + 16 + 4 + 1 + 16 + 8 + 8;
const PIECE_BYTES = 1_048_576;
/** Where a row's id and its place lie in it. */
const [ID, PLACE] = [32, 52];

/**
 * Rows of `contacts` in the binary form of COPY. What is sealed is sealed into them, and nothing else is
 * made of it: an object, a Buffer and a copy for each of a million people were a third of an import.
 */
export class ContactRows {
  readonly #of: RowsOf;
  #bytes = Buffer.allocUnsafeSlow(ROOM);
  #end = 0;
  readonly #starts: number[] = [];
  #now = new Date(0);

  constructor(of: RowsOf) {
    this.#of = of;
  }

  begin(now: Date): void {
    this.#now = now;
    this.#end = COPY_HEADER.copy(this.#bytes);
    this.#starts.length = 0;
  }

  /** `identity` and `values` are JSON. */
  add(
    { id, bucket, hasEmail }: { id: string; bucket: number; hasEmail: boolean },
    identity: Uint8Array,
    values: Uint8Array,
  ): void {
    const { keys, importId } = this.#of;
    this.#reserve(REST + sealedBytes(identity.length) + sealedBytes(values.length));
    const bytes = this.#bytes;
    this.#starts.push(this.#end);
    let at = bytes.writeInt16BE(CONTACT_COLUMNS.length, this.#end);
    at = put(bytes, at, 'smallint', bucket);
    at = put(bytes, at, 'uuid', keys.organizationId);
    at = put(bytes, at, 'uuid', id);
    at = put(bytes, at, 'integer', 0);
    at = put(bytes, at, 'boolean', hasEmail);
    at = put(bytes, at, 'uuid', importId);
    at = put(bytes, at, 'timestamptz', this.#now);
    at = put(bytes, at, 'timestamptz', this.#now);
    at = bytes.writeInt32BE(sealedBytes(identity.length), at);
    keys.sealInto(identity, identityOf(id), { bytes, at });
    at += sealedBytes(identity.length);
    at = bytes.writeInt32BE(sealedBytes(values.length), at);
    keys.sealInto(values, valuesOf(id), { bytes, at });
    this.#end = at + sealedBytes(values.length);
  }

  /** The id of a person as bytes; good until others are begun. */
  idOf(index: number): Uint8Array {
    const from = (this.#starts[index] ?? 0) + ID;
    return this.#bytes.subarray(from, from + 16);
  }

  /** Where they stand is known last. */
  place(index: number, place: number): void {
    this.#bytes.writeInt32BE(place, (this.#starts[index] ?? 0) + PLACE);
  }

  *pieces(): Generator<Buffer> {
    for (let at = 0; at < this.#end; at += PIECE_BYTES) {
      yield this.#bytes.subarray(at, Math.min(at + PIECE_BYTES, this.#end));
    }
    yield COPY_TRAILER;
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#bytes.length) return;
    const wider = Buffer.allocUnsafeSlow(2 * (this.#end + more));
    this.#bytes.copy(wider, 0, 0, this.#end);
    this.#bytes = wider;
  }
}
