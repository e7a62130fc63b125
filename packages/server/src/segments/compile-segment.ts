import { type Bits, type Column, noBits } from '@postern/core/columns';
import {
  type AskedPage,
  type ColumnTest,
  type Condition,
  columnMask,
  type Leaf,
  type NormalForm,
  normalForm,
  type PageTest,
  pageTest,
  type SegmentTree,
} from '@postern/core/segments';
import type { NumberedDefinition } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { CompileContext, PersonSet } from './asking.ts';
import { isAboutPerson, personSet } from './person-set.ts';
import { type WantedNumbersOf, wantedNumbers } from './wanted-numbers.ts';

/** A page of contacts, with what a segment reads of them. */
export interface SegmentPage extends AskedPage {
  readonly bucket: number;
  readonly page: number;
  /** By attribute number. */
  readonly columns: ReadonlyMap<number, Column>;
  /** Whom each of the segment's sets has here. */
  readonly sets: ReadonlyMap<PersonSet, Bits>;
}

/** A tree that is ready to be asked of pages. */
export interface CompiledSegment {
  readonly organizationId: string;
  /** What its conditions read, by attribute number. */
  readonly attributes: readonly number[];
  readonly sets: readonly PersonSet[];
  readonly test: PageTest<SegmentPage>;
}

/**
 * A checked tree, other segments in place (`inlined`), as a question to pages, with the same answers as
 * core's `matches`. Literals become the dictionary's numbers; one that it does not have, nobody has.
 */
export async function compileSegment(
  db: Database | Tx,
  tree: SegmentTree,
  context: CompileContext,
): Promise<CompiledSegment> {
  const { keys, today, definitions } = context;
  const byKey = new Map(definitions.map((definition) => [definition.key, definition]));
  const forms = new Map<Condition, { definition: NumberedDefinition; form: NormalForm }>();
  const sets = new Map<Leaf, PersonSet>();
  for (const leaf of leavesOf(tree)) {
    if (isAboutPerson(leaf)) {
      sets.set(leaf, personSet(leaf, context));
      continue;
    }
    const definition = byKey.get(leaf.attribute);
    if (definition) forms.set(leaf, { definition, form: normalForm(leaf, definition, today) });
  }
  const wanted = await wantedNumbers(db, keys, [...forms.values()]);
  const test = pageTest<SegmentPage>(tree, (leaf) => {
    if (isAboutPerson(leaf)) {
      const set = sets.get(leaf);
      const nobody = noBits();
      return ({ sets: found }) => (set && found.get(set)) ?? nobody;
    }
    const bits = noBits();
    const asked = forms.get(leaf);
    if (asked === undefined) return () => bits;
    const number = asked.definition.number;
    const columnTest = columnTestOf(asked.form, wanted);
    return ({ columns }) => columnMask(columnTest, columns.get(number) ?? null, bits);
  });
  const attributes = new Set<number>();
  for (const { definition, form } of forms.values()) {
    if (form.kind !== 'never') attributes.add(definition.number);
  }
  return {
    organizationId: keys.organizationId,
    attributes: [...attributes],
    sets: [...sets.values()],
    test,
  };
}

function columnTestOf(form: NormalForm, wanted: WantedNumbersOf): ColumnTest {
  if (form.kind !== 'items') return form;
  const { atLeast, atMost } = form;
  return { kind: 'items', wanted: wanted(form), atLeast, atMost };
}

function leavesOf(tree: SegmentTree): readonly Leaf[] {
  switch (tree.op) {
    case 'and':
    case 'or':
      return tree.of.flatMap(leavesOf);
    case 'not':
      return leavesOf(tree.of);
    default:
      return [tree];
  }
}
