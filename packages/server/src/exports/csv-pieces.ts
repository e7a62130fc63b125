import type { AttributeValue } from '@postern/core/values';
import {
  csvLine,
  IDS,
  type NumberedDefinition,
  type OpenedContact,
  openContacts,
} from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type CompiledSegment, membersOf, walkSegment } from '../segments/index.ts';

/** People opened at once: a few hundred kilobytes in clear. */
const AT_ONCE = 500;

export interface Piece {
  readonly bytes: Buffer;
  readonly rows: number;
  /** All buckets below this one are in the file; null in the middle of some. */
  readonly bucketsDone: number | null;
}

/**
 * Everybody in a segment as CSV in UTF-8, one row each, piece by piece and in the order of the buckets.
 * What spreadsheets would run as a formula is defused (`csvLine`); several values in a cell stand apart by
 * semicolons, as an import reads them.
 */
export async function* csvPieces(
  tx: Tx,
  keys: OrganizationKeys,
  segment: CompiledSegment,
  columns: readonly NumberedDefinition[],
): AsyncGenerator<Piece> {
  // with the mark, spreadsheets know it for UTF-8
  const head = `\u{feff}${csvLine(columns.map(({ label }) => label))}`;
  yield { bytes: Buffer.from(head), rows: 0, bucketsDone: null };
  for await (const pages of walkSegment(tx, segment, { also: [IDS] })) {
    const ids = pages.flatMap(membersOf).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      const people = await openContacts(tx, keys, keys.organizationId, some, columns);
      const lines = [...people.values()].map((person) => lineOf(person, columns));
      yield { bytes: Buffer.from(lines.join('')), rows: lines.length, bucketsDone: null };
    }
    const bucketsDone = Math.max(...pages.map(({ bucket }) => bucket)) + 1;
    yield { bytes: Buffer.alloc(0), rows: 0, bucketsDone };
  }
}

const lineOf = ({ attributes }: OpenedContact, columns: readonly NumberedDefinition[]) =>
  csvLine(columns.map(({ key }) => cellOf(attributes[key])));

function cellOf(value: AttributeValue | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? value.join('; ') : String(value);
}
