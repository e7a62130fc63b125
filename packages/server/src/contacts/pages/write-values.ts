import type { Attributes } from '@postern/core/values';
import { parse as uuidBytes } from 'uuid';
import { bucketOf, type Tx } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import type { NumberedDefinition } from '../numbered-definition.ts';
import { KINDS, type Known, knownOf } from './cells.ts';
import { takeNumbers } from './dictionary.ts';
import { IDS, STANDING } from './read-pages.ts';
import { type CellChange, writeCells } from './write-pages.ts';

/** What becomes of what segments read of one contact. */
export interface ValuesChange {
  readonly id: string;
  readonly place: number;
  /** Null for one who was not there. */
  readonly before: Attributes | null;
  /** Null for one who is deleted: the place is free. */
  readonly after: Attributes | null;
}

/** Brings the pages up to what is known of these contacts; what did not change is not written. */
export async function writeValues(
  tx: Tx,
  keys: OrganizationKeys,
  definitions: readonly NumberedDefinition[],
  contacts: readonly ValuesChange[],
): Promise<void> {
  const read = definitions.filter((one) => !one.identity && one.deletedAt === null);
  const forms = new Map<NumberedDefinition, Set<string>>();
  const changed: { contact: ValuesChange; definition: NumberedDefinition; known: Known }[] = [];
  for (const contact of contacts) {
    for (const definition of read) {
      const known = contact.after === null ? null : knownOf(definition, contact.after);
      const old = contact.before === null ? null : knownOf(definition, contact.before);
      if (same(known, old)) continue;
      changed.push({ contact, definition, known });
      if (typeof known !== 'object' || known === null) continue;
      const some = forms.get(definition) ?? new Set();
      if (some.size === 0) forms.set(definition, some);
      for (const form of known) some.add(form);
    }
  }
  const numberOf = await takeNumbers(tx, keys, forms);
  const cellOf = (definition: NumberedDefinition, known: Known) => {
    if (typeof known !== 'object' || known === null) return known;
    const numbers = known.flatMap((form) => numberOf(definition, form) ?? []);
    return definition.type === 'list' ? numbers : (numbers[0] ?? null);
  };
  const cells = function* (): Generator<CellChange> {
    for (const contact of contacts) yield* standingOf(contact);
    for (const { contact, definition, known } of changed) {
      yield {
        bucket: bucketOf(contact.id),
        place: contact.place,
        attribute: definition.number,
        kind: KINDS[definition.type],
        cell: cellOf(definition, known),
      };
    }
  };
  await writeCells(tx, keys.organizationId, cells());
}

/** Who is there, and whether they have an address. */
function* standingOf({ id, place, before, after }: ValuesChange): Generator<CellChange> {
  const bucket = bucketOf(id);
  const had = before === null ? null : before.email !== undefined;
  const has = after === null ? null : after.email !== undefined;
  if (had !== has) yield { bucket, place, attribute: STANDING, kind: 'flag', cell: has };
  if ((before === null) === (after === null)) return;
  yield { bucket, place, attribute: IDS, kind: 'id', cell: after === null ? null : uuidBytes(id) };
}

function same(a: Known, b: Known): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  return a.length === b.length && a.every((form, index) => form === b[index]);
}
