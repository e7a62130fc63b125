import type { SegmentTree } from './tree.ts';

/** A page of contacts that a tree is asked of. */
export interface AskedPage {
  readonly slots: number;
  /** 1 where there is a contact. */
  readonly present: Uint8Array;
}

export type Leaf = Exclude<SegmentTree, { op: 'and' | 'or' | 'not' }>;

/** Who is in it: a byte for each slot, 1 for each contact who is. */
export type PageTest<Page extends AskedPage> = (page: Page) => Uint8Array;

/**
 * A tree as a question to whole pages, with the answers that `matches` gives of each contact alone.
 * `leaf` says how each condition is asked; what it answers of empty slots does not matter, and it is
 * done with before the same is asked of the next page.
 */
export function pageTest<Page extends AskedPage>(
  tree: SegmentTree,
  leaf: (node: Leaf) => PageTest<Page>,
): PageTest<Page> {
  const test = (node: SegmentTree): PageTest<Page> => {
    switch (node.op) {
      case 'and': {
        const all = node.of.map(test);
        return (page) => {
          const mask = page.present.slice();
          for (const one of all) meet(mask, one(page));
          return mask;
        };
      }
      case 'or': {
        const any = node.of.map(test);
        return (page) => {
          const mask = new Uint8Array(page.slots);
          for (const one of any) join(mask, one(page));
          return mask;
        };
      }
      case 'not': {
        const inner = test(node.of);
        return (page) => {
          const mask = page.present.slice();
          remove(mask, inner(page));
          return mask;
        };
      }
      default:
        return leaf(node);
    }
  };
  // with whoever is there: conditions may say anything of empty slots
  return test(tree.op === 'and' ? tree : { op: 'and', of: [tree] });
}

function meet(mask: Uint8Array, other: Uint8Array): void {
  for (let slot = 0; slot < mask.length; slot++)
    mask[slot] = (mask[slot] ?? 0) & (other[slot] ?? 0);
}

function join(mask: Uint8Array, other: Uint8Array): void {
  for (let slot = 0; slot < mask.length; slot++)
    mask[slot] = (mask[slot] ?? 0) | (other[slot] ?? 0);
}

function remove(mask: Uint8Array, other: Uint8Array): void {
  for (let slot = 0; slot < mask.length; slot++) {
    mask[slot] = (mask[slot] ?? 0) & (1 - (other[slot] ?? 0));
  }
}
