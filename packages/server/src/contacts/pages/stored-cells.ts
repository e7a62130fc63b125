import type { Cell } from '@postern/core/columns';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import { ReadCell } from '../read-cell.ts';
import type { Known } from './cells.ts';
import { isLasting, type NumberOf } from './dictionary.ts';

/** The forms that the dictionary has to number before it can be stored. */
export function unnumbered(one: Known | ReadCell): readonly string[] {
  if (one instanceof ReadCell) return one.stored === undefined ? unnumbered(one.known) : NONE;
  return typeof one === 'object' && one !== null ? one : NONE;
}

const NONE: readonly string[] = [];

/** How columns hold what is known; a cell of a file keeps it once its numbers stay. */
export function cellsIn(keys: OrganizationKeys, numberOf: NumberOf) {
  const storedOf = (definition: NumberedDefinition, known: Known): Cell => {
    if (typeof known !== 'object' || known === null) return known;
    if (definition.type !== 'list') return numberOf(definition, known[0] ?? '') ?? null;
    return known.map((form) => numberOf(definition, form) ?? 0).filter((number) => number !== 0);
  };
  return (definition: NumberedDefinition, one: Known | ReadCell): Cell => {
    if (!(one instanceof ReadCell)) return storedOf(definition, one);
    if (one.stored !== undefined) return one.stored;
    const stored = storedOf(definition, one.known);
    if (typeof stored === 'boolean' || stored === null || stored instanceof Uint8Array)
      return stored;
    if (unnumbered(one).every((form) => isLasting(keys, definition, form))) one.stored = stored;
    return stored;
  };
}
