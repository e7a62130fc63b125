import { describePerson } from './describe-person.ts';
import { inlined } from './inlined.ts';
import type { Known } from './known.ts';
import type { PersonCondition } from './person-condition.ts';
import { spokenList } from './spoken.ts';
import { leavesOf } from './touched.ts';
import type { SegmentTree } from './tree.ts';

/** What stands in no column but has to be looked up in what happened or was said. */
const HISTORIES: ReadonlySet<string> = new Set<PersonCondition['op']>([
  'authorizationEnds',
  'event',
  'consent',
  'recentlyMailed',
]);

const SHOWN = 3;

/**
 * That the segment takes longer than one that reads attributes alone, and which of its conditions
 * makes it so, those of segments that it names too; null when none does.
 */
export function slowSentence(tree: SegmentTree, known: Known): string | null {
  const found = leavesOf(inlined(tree, known.segments)).flatMap((leaf) =>
    'attribute' in leaf || !HISTORIES.has(leaf.op) ? [] : [describePerson(leaf, known, true)],
  );
  const [first, ...others] = [...new Set(found)];
  if (first === undefined) return null;
  const rest = others.length + 1 - SHOWN;
  const shown = [first, ...others].slice(0, SHOWN).map((one) => `“${one}”`);
  const listed = spokenList(rest > 0 ? [...shown, `${rest} more`] : shown, 'and');
  const reads = others.length === 0 ? 'reads' : 'read';
  return `This segment is slower than others: ${listed} ${reads} what happened and was said, of everybody, and not a value that stands ready.`;
}
