import type { ContactChange, CsvRecord } from '@postern/core/contacts';
import type { AttributeValue } from '@postern/core/values';
import type { LookupKey } from '../contact-keys.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import type { ReadCells } from '../read-cell.ts';
import type { KeyedChange } from '../upsert-contacts.ts';
import type { AddressDoubt } from './address-doubts.ts';

/** A row that was read: what it says, whom it is about, and how it stood. */
export class PreparedRow implements KeyedChange {
  readonly cells: ReadCells;
  readonly email: LookupKey | null;
  readonly number: LookupKey | null;
  readonly doubt: AddressDoubt | null;
  readonly attributes: readonly NumberedDefinition[];
  readonly #record: CsvRecord;

  constructor(
    record: CsvRecord,
    said: Pick<PreparedRow, 'cells' | 'email' | 'number' | 'doubt'>,
    attributes: readonly NumberedDefinition[],
  ) {
    this.#record = record;
    this.cells = said.cells;
    this.email = said.email;
    this.number = said.number;
    this.doubt = said.doubt;
    this.attributes = attributes;
  }

  get line(): number {
    return this.#record.line;
  }

  get fields(): readonly string[] {
    return this.#record.fields;
  }

  /** Made anew each time: of those who are new nobody asks. */
  get change(): ContactChange {
    const set: Record<string, AttributeValue> = {};
    const clear: string[] = [];
    for (const [at, { key }] of this.attributes.entries()) {
      const cell = this.cells[at];
      if (cell) set[key] = cell.value;
      else if (cell === null) clear.push(key);
    }
    return { set, clear };
  }
}
