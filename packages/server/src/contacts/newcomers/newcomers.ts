import type { LookupKind, OrganizationKeys } from '../../keys/index.ts';
import { JsonBytes, nameOf } from '../json-bytes.ts';
import type { KnownKeys } from '../known-keys.ts';
import type { NewIds } from '../new-ids.ts';
import type { NewKeys } from '../new-keys.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import type { FirstValues } from '../pages/index.ts';
import { ReadCell, type ReadCells } from '../read-cell.ts';
import { ContactRows, type RowsOf } from './contact-rows.ts';
import { KeyRows } from './key-rows.ts';

/** What says whom a row is about, as tokens in Latin-1. */
export interface SaidKeys {
  readonly email: string | null;
  readonly number: string | null;
}

/**
 * People of whom nothing is on file and of whom no row before theirs spoke. There is nothing to compare
 * them with, so that all of it can be made before the database is asked: sealed, tokenized, in the form in
 * which it goes over. They are found by `KnownKeys`; while it knows nothing, nobody is one of them.
 */
export class Newcomers implements FirstValues {
  readonly attributes: readonly NumberedDefinition[];
  readonly #keys: OrganizationKeys;
  readonly #known: KnownKeys;
  readonly #newIds: NewIds;
  readonly #names: readonly Uint8Array[];
  /** Of identity, pages hold only that it is known. */
  readonly #present: readonly ReadCell[];
  readonly #column: Readonly<Record<LookupKind, number>>;
  readonly #identity = new JsonBytes();
  readonly #values = new JsonBytes();
  readonly rows: ContactRows;
  readonly keyRows = new KeyRows();
  readonly ids: string[] = [];
  readonly buckets: number[] = [];
  readonly cells: ReadCells[] = [];
  #era: number | null = null;

  constructor(
    of: RowsOf,
    attributes: readonly NumberedDefinition[],
    { known, ids }: { readonly known: KnownKeys; readonly ids: NewIds },
  ) {
    this.attributes = attributes;
    this.#keys = of.keys;
    this.#known = known;
    this.#newIds = ids;
    this.rows = new ContactRows(of);
    this.#names = attributes.map(({ key }) => nameOf(key));
    this.#present = attributes.map((one) => new ReadCell(one, true));
    const columnOf = (kind: LookupKind) => attributes.findIndex(({ key }) => key === kind);
    this.#column = {
      email: columnOf('email'),
      phone: columnOf('phone'),
      record_number: columnOf('record_number'),
    };
  }

  /** Nobody, from now on. */
  begin(now: Date): void {
    this.#era = this.#known.era;
    this.ids.length = 0;
    this.buckets.length = 0;
    this.cells.length = 0;
    this.rows.begin(now);
    this.keyRows.clear();
  }

  /** Whether nobody else can have become known since they were begun. */
  get areNew(): boolean {
    return this.ids.length === 0 || (this.#era !== null && this.#era === this.#known.era);
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

  add(cells: ReadCells, { email, number }: SaidKeys): void {
    const id = this.#newIds.take();
    const { bucket } = this.#newIds;
    const owner = this.ids.length;
    this.#identity.clear();
    this.#values.clear();
    const kept: (ReadCell | null)[] = [];
    for (let at = 0; at < cells.length; at++) {
      const cell = cells[at];
      if (!cell) {
        kept.push(null);
        continue;
      }
      const { identity } = cell.definition;
      const name = this.#names[at] ?? EMPTY;
      cell.appendTo(identity ? this.#identity : this.#values, name);
      kept.push(identity ? (this.#present[at] ?? null) : cell);
    }
    const phone = cells[this.#column.phone]?.value;
    if (email !== null) this.keyRows.add('email', email, owner);
    if (typeof phone === 'string') {
      this.keyRows.add('phone', this.#keys.lookupText('phone', phone), owner);
    }
    if (number !== null) this.keyRows.add('record_number', number, owner);
    const hasEmail = this.hasEmail(kept);
    this.rows.add({ id, bucket, hasEmail }, this.#identity.object(), this.#values.object());
    this.ids.push(id);
    this.buckets.push(bucket);
    this.cells.push(kept);
  }

  hasEmail(cells: ReadCells): boolean {
    return Boolean(cells[this.#column.email]);
  }

  newKeys(): readonly NewKeys[] {
    const { keyRows } = this;
    return this.ids.map((contactId, owner) => ({
      contactId,
      get tokens() {
        return keyRows.tokensOf(owner);
      },
    }));
  }
}

const EMPTY = new Uint8Array();
