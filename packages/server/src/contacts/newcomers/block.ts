import { PLAIN_AT, sealedBytes, type Unsealed } from '../../keys/index.ts';

/** Bytes that go over together, with values among them that are sealed where they lie. */
export class Block {
  readonly bytes: Buffer;
  end = 0;
  readonly #shared: SharedArrayBuffer;
  /** Four numbers for each value that is to be sealed, as `Unsealed` has them. */
  readonly #places: Uint32Array;
  #placesEnd = 0;

  /** Of `size` bytes, and at most so many values. */
  constructor(size: number, values: number) {
    this.#shared = new SharedArrayBuffer(size);
    this.bytes = Buffer.from(this.#shared);
    this.#places = new Uint32Array(4 * Math.ceil(values));
  }

  clear(): void {
    this.end = 0;
    this.#placesEnd = 0;
  }

  /** A field of COPY, to be sealed; answers where the next begins. The rest is as `Unsealed` has it. */
  putPlain(from: number, plain: Uint8Array, name: number, idAt: number): number {
    const at = this.bytes.writeInt32BE(sealedBytes(plain.length), from);
    // what is sealed has a version there
    this.bytes[at] = 0;
    this.bytes.set(plain, at + PLAIN_AT);
    const places = this.#places;
    places[this.#placesEnd++] = at;
    places[this.#placesEnd++] = plain.length;
    places[this.#placesEnd++] = name;
    places[this.#placesEnd++] = idAt;
    return at + sealedBytes(plain.length);
  }

  unsealed(names: readonly string[]): Unsealed {
    return { bytes: this.#shared, places: this.#places.slice(0, this.#placesEnd), names };
  }

  get isSealed(): boolean {
    for (let index = 0; index < this.#placesEnd; index += 4) {
      if (this.bytes[this.#places[index] ?? 0] === 0) return false;
    }
    return true;
  }
}
