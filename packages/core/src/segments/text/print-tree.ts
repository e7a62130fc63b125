import { type Known, NOTHING_KNOWN } from '../known.ts';
import type { InConsent } from '../person-condition.ts';
import type { SegmentTree } from '../tree.ts';
import { printLeaf } from './print-leaf.ts';

/**
 * The tree as text, one condition a line, groups indented, in the tree's own order: to be copied,
 * reviewed and compared line by line. `parseTree` reads it back as the same tree.
 *
 *     conditions under E11
 *     and not opened any within 90 days
 *     and (
 *       birth_date age 50 to 64
 *       or last_visit at least 14 months ago
 *     )
 *
 * Segments, campaigns and topics go by their ids; the names in `known` stand behind them as comments.
 */
export function printTree(tree: SegmentTree, known: Known = NOTHING_KNOWN): string {
  const isGroup = (tree.op === 'and' || tree.op === 'or') && tree.of.length > 1;
  return (isGroup ? joined(tree.op, tree.of, known) : unit(tree, known)).join('\n');
}

function unit(tree: SegmentTree, known: Known): readonly string[] {
  switch (tree.op) {
    case 'and':
    case 'or': {
      const { op, of } = tree;
      if (of.length === 0) return [op === 'and' ? 'everyone' : 'nobody'];
      const open = of.length > 1 ? '(' : op === 'and' ? 'all of (' : 'any of (';
      return [open, ...joined(op, of, known).map((line) => `  ${line}`), ')'];
    }
    case 'not':
      return led('not', unit(tree.of, known));
    case 'segment':
      return [`${printLeaf(tree)}${comment(known.segments.get(tree.id)?.name)}`];
    case 'event': {
      const campaign = tree.campaign === undefined ? undefined : known.campaigns.get(tree.campaign);
      return [`${printLeaf(tree)}${comment(campaign?.name)}`];
    }
    case 'consent':
      return [`${printLeaf(tree)}${comment(topicOf(tree, known))}`];
    default:
      return [printLeaf(tree)];
  }
}

function topicOf(tree: InConsent, { topics }: Known): string | undefined {
  return 'scope' in tree ? topics.get(tree.scope.replace(/^topic:/, '')) : undefined;
}

const joined = (op: 'and' | 'or', of: readonly SegmentTree[], known: Known): readonly string[] =>
  of.flatMap((one, place) => (place === 0 ? unit(one, known) : led(op, unit(one, known))));

const led = (word: string, [first = '', ...rest]: readonly string[]): readonly string[] => [
  `${word} ${first}`,
  ...rest,
];

const comment = (name: string | undefined): string =>
  name === undefined ? '' : ` # ${name.replace(/\s+/gu, ' ')}`;
