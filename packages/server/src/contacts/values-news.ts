import type { AttributeValue } from '@postern/core/values';
import type { NumberedDefinition } from './numbered-definition.ts';
import { jsonOf, type ReadCell, type ReadCells } from './read-cell.ts';
import type { StoredTexts } from './read-stored.ts';
import { sameValue } from './same-value.ts';

/** What a file's row says anew of somebody whose identity stays as it is. */
export interface ValuesNews {
  /** All values as JSON (RFC 8259) from now on. */
  readonly values: string;
  /** The attributes that change: what was known of each and what is; undefined and null: nothing. */
  readonly changes: readonly {
    readonly definition: NumberedDefinition;
    readonly was: AttributeValue | undefined;
    readonly cell: ReadCell | null;
  }[];
}

/**
 * Compares a row with what is stored without taking apart what is the same: a file that comes again says
 * it in the same words, so that most of a delta's rows differ in a few values. Null where only the general
 * way answers: an identity that changes, a prospect, somebody who is in no page yet.
 */
export function valuesNews(
  stored: StoredTexts,
  cells: ReadCells,
  definitions: readonly NumberedDefinition[],
): ValuesNews | 'same' | null {
  if (stored.place === null || stored.identity !== jsonOf(cells, true)) return null;
  const values = jsonOf(cells, false);
  if (stored.values === values) return 'same';
  const before = JSON.parse(stored.values) as Record<string, AttributeValue>;
  if (before['relation'] === 'prospect') return null;
  let found = 0;
  const changes: ValuesNews['changes'][number][] = [];
  for (let at = 0; at < cells.length; at++) {
    const cell = cells[at];
    const definition = definitions[at];
    if (cell === undefined || definition === undefined || definition.identity) continue;
    const was = Object.hasOwn(before, definition.key) ? before[definition.key] : undefined;
    if (was !== undefined) found++;
    if (!sameValue(was, cell?.value)) changes.push({ definition, was, cell });
  }
  if (changes.length === 0) return 'same';
  // values that the row does not speak of stay
  if (found === Object.keys(before).length) return { values, changes };
  for (const { definition, cell } of changes) {
    if (cell === null) delete before[definition.key];
    else before[definition.key] = cell.value;
  }
  return { values: JSON.stringify(before), changes };
}
