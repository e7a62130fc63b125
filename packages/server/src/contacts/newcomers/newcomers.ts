import { stringify } from 'uuid';
import type { OrganizationKeys } from '../../keys/index.ts';
import { JsonBytes, nameOf } from '../json-bytes.ts';
import type { KnownKeys } from '../known-keys.ts';
import type { NewIds } from '../new-ids.ts';
import type { NewKeys } from '../new-keys.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import { FirstValues } from '../pages/index.ts';
import type { ReadCells } from '../read-cell.ts';
import { ContactRows, type RowsOf } from './contact-rows.ts';
import { KeyRows } from './key-rows.ts';

/** What says whom a row is about, as tokens in Latin-1. */
export interface SaidKeys {
  readonly email: string | null;
  readonly number: string | null;
}

/** What a row says of somebody who is new. */
export interface Newcomer extends SaidKeys {
  readonly cells: ReadCells;
}

/**
 * People of whom nothing is on file and of whom no row before theirs spoke. There is nothing to compare
 * them with, so that all of it can be made before the database is asked: sealed, tokenized, in the form in
 * which it goes over. They are found by `KnownKeys`; while it knows nothing, nobody is one of them.
 */
export class Newcomers {
  readonly #keys: OrganizationKeys;
  readonly #known: KnownKeys;
  readonly #newIds: NewIds;
  readonly #names: readonly Uint8Array[];
  readonly #phone: number;
  readonly #identityJson = new JsonBytes();
  readonly #valuesJson = new JsonBytes();
  readonly rows: ContactRows;
  readonly keyRows = new KeyRows();
  readonly buckets: number[] = [];
  readonly values: FirstValues;
  readonly #withEmail: boolean[] = [];
  #era: number | null = null;
  #sealVersion = 0;

  constructor(
    of: RowsOf,
    attributes: readonly NumberedDefinition[],
    { known, ids }: { readonly known: KnownKeys; readonly ids: NewIds },
  ) {
    this.#keys = of.keys;
    this.#known = known;
    this.#newIds = ids;
    this.rows = new ContactRows(of);
    this.#names = attributes.map(({ key }) => nameOf(key));
    this.values = new FirstValues(of.keys, attributes);
    this.#phone = attributes.findIndex(({ key }) => key === 'phone');
  }

  /** Nobody, from now on. */
  begin(now: Date): void {
    this.#era = this.#known.era;
    this.#sealVersion = this.#keys.sealVersion;
    this.buckets.length = 0;
    this.values.clear();
    this.rows.begin(now);
    this.keyRows.clear();
  }

  /**
   * Whether they can be written as they were made: nobody else can have become known since they were begun,
   * and what seals is the key that sealed them. To be asked in the transaction that writes them.
   */
  get areCurrent(): boolean {
    if (this.count === 0) return true;
    const isEra = this.#era !== null && this.#era === this.#known.era;
    return isEra && this.#sealVersion === this.#keys.sealVersion;
  }

  get count(): number {
    return this.buckets.length;
  }

  /** Whether nobody was spoken of by either; from now on somebody is. */
  isNew({ email, number }: SaidKeys): boolean {
    const known = this.#known;
    const may =
      (email !== null && known.mayHave(email)) || (number !== null && known.mayHave(number));
    if (email !== null) known.add(email);
    if (number !== null) known.add(number);
    return !may;
  }

  add(people: readonly Newcomer[]): void {
    const first = this.count;
    this.#identityJson.clear();
    this.#valuesJson.clear();
    for (const { cells } of people) this.#write(cells);
    for (let at = 0; at < people.length; at++) {
      const hasEmail = people[at]?.email !== null;
      const [identity, values] = [this.#identityJson.object(at), this.#valuesJson.object(at)];
      this.rows.add(this.#newIds, hasEmail, identity, values);
      this.buckets.push(this.#newIds.bucket);
      this.#withEmail[first + at] = hasEmail;
    }
    for (const { cells } of people) this.values.add(cells);
    for (let at = 0; at < people.length; at++) this.#addKeys(people[at] as Newcomer, first + at);
  }

  /** Nobody is added any more. */
  finish(): void {
    this.rows.finish();
  }

  #write(cells: ReadCells): void {
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at];
      if (!cell) continue;
      const json = cell.definition.identity ? this.#identityJson : this.#valuesJson;
      cell.appendTo(json, this.#names[at] ?? EMPTY);
    }
    this.#identityJson.close();
    this.#valuesJson.close();
  }

  #addKeys({ cells, email, number }: Newcomer, owner: number): void {
    const phone = cells[this.#phone]?.value;
    if (email !== null) this.keyRows.add('email', email, owner);
    if (typeof phone === 'string') {
      this.keyRows.add('phone', this.#keys.lookupText('phone', phone), owner);
    }
    if (number !== null) this.keyRows.add('record_number', number, owner);
  }

  hasEmail(index: number): boolean {
    return this.#withEmail[index] === true;
  }

  idOf(index: number): Uint8Array {
    return this.rows.idOf(index);
  }

  newKeys(): readonly NewKeys[] {
    return this.buckets.map((_, owner) => new KeysOfNewcomer(this, owner));
  }
}

/** Made when they are asked for, which is for few. */
class KeysOfNewcomer implements NewKeys {
  readonly #people: Newcomers;
  readonly #owner: number;

  constructor(people: Newcomers, owner: number) {
    this.#people = people;
    this.#owner = owner;
  }

  get contactId(): string {
    return stringify(this.#people.idOf(this.#owner));
  }

  get tokens(): readonly Buffer[] {
    return this.#people.keyRows.tokensOf(this.#owner);
  }
}

const EMPTY = new Uint8Array();
