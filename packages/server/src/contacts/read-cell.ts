import type { AttributeValue } from '@postern/core/values';
import type { JsonBytes } from './json-bytes.ts';
import type { NumberedDefinition } from './numbered-definition.ts';
import { type Known, knownValue } from './pages/cells.ts';

/**
 * What a cell of a file says of an attribute, with what follows from it. Cells of a column that recur are
 * one, so that a million people with fifty plans have fifty plans to be read, written and numbered.
 */
export class ReadCell {
  readonly definition: NumberedDefinition;
  readonly value: AttributeValue;
  #json: string | null = null;
  #member: Uint8Array | null = null;
  #asked = false;
  #known: Known | undefined;
  /** As its column holds it, once the dictionary has numbers for it that stay. */
  stored: number | readonly number[] | undefined;

  constructor(definition: NumberedDefinition, value: AttributeValue) {
    this.definition = definition;
    this.value = value;
  }

  /** As it stands in an object of JSON (RFC 8259) behind others. */
  get json(): string {
    this.#json ??= `,${JSON.stringify(this.definition.key)}:${JSON.stringify(this.value)}`;
    return this.#json;
  }

  /** The same as bytes: kept when it is asked for again, as cells that recur are. */
  appendTo(json: JsonBytes, name: Uint8Array): void {
    if (this.#member !== null) {
      json.again(this.#member);
      return;
    }
    const from = json.end;
    json.member(name, this.value);
    if (this.#asked) this.#member = json.since(from);
    this.#asked = true;
  }

  /** What segments know by it. */
  get known(): Known {
    if (this.#known === undefined) this.#known = knownValue(this.definition, this.value);
    return this.#known;
  }
}

/** A row's cells: null says "not known", undefined nothing. */
export type ReadCells = readonly (ReadCell | null | undefined)[];

/** What a row's cells say of identity, or of all else, as JSON (RFC 8259). */
export function jsonOf(cells: ReadCells, identity: boolean): string {
  let json = '';
  for (const cell of cells) {
    if (!cell || cell.definition.identity !== identity) continue;
    json += json === '' ? `{${cell.json.slice(1)}` : cell.json;
  }
  return json === '' ? '{}' : `${json}}`;
}
