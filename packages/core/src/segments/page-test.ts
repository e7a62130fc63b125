import { type Bits, noBits } from '../columns/index.ts';
import type { SegmentTree } from './tree.ts';

/** A page of contacts that a tree is asked of. */
export interface AskedPage {
  /** Where there is a contact. */
  readonly present: Bits;
}

export type Leaf = Exclude<SegmentTree, { op: 'and' | 'or' | 'not' }>;

/** Who is in it; what it answers holds until it is asked again. */
export type PageTest<Page extends AskedPage> = (page: Page) => Bits;

/**
 * A tree as a question to whole pages, with the answers that `matches` gives of each contact alone.
 * `leaf` says how each condition is asked; what it answers of empty slots does not matter.
 */
export function pageTest<Page extends AskedPage>(
  tree: SegmentTree,
  leaf: (node: Leaf) => PageTest<Page>,
): PageTest<Page> {
  const test = (node: SegmentTree): PageTest<Page> => {
    const bits = noBits();
    switch (node.op) {
      case 'and': {
        const all = node.of.map(test);
        return (page) => {
          bits.set(page.present);
          for (const one of all) meet(bits, one(page));
          return bits;
        };
      }
      case 'or': {
        const any = node.of.map(test);
        return (page) => {
          bits.fill(0);
          for (const one of any) join(bits, one(page));
          return bits;
        };
      }
      case 'not': {
        const inner = test(node.of);
        return (page) => {
          bits.set(page.present);
          remove(bits, inner(page));
          return bits;
        };
      }
      default:
        return leaf(node);
    }
  };
  // with whoever is there: conditions may say anything of empty slots
  return test(tree.op === 'and' ? tree : { op: 'and', of: [tree] });
}

function meet(bits: Bits, other: Bits): void {
  for (let at = 0; at < bits.length; at++) bits[at] = (bits[at] ?? 0) & (other[at] ?? 0);
}

function join(bits: Bits, other: Bits): void {
  for (let at = 0; at < bits.length; at++) bits[at] = (bits[at] ?? 0) | (other[at] ?? 0);
}

function remove(bits: Bits, other: Bits): void {
  for (let at = 0; at < bits.length; at++) bits[at] = (bits[at] ?? 0) & ~(other[at] ?? 0);
}
