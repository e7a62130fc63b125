import {
  type AttributeDefinition,
  type Classified,
  mostSensitive,
  type Sensitivity,
} from '../values/index.ts';
import { inlined } from './inlined.ts';
import { type Known, NOTHING_KNOWN } from './known.ts';
import type { PersonCondition } from './person-condition.ts';
import type { Condition, SegmentTree } from './tree.ts';

type Leaf = Condition | PersonCondition;

/**
 * The keys of the attributes that the tree's conditions touch, and those of the segments that it
 * names, each once, in order of appearance.
 */
export function attributesOf(
  tree: SegmentTree,
  segments: Known['segments'] = NOTHING_KNOWN.segments,
): readonly string[] {
  const keys = leavesOf(inlined(tree, segments)).flatMap((leaf) =>
    'attribute' in leaf ? [leaf.attribute] : [],
  );
  return [...new Set(keys)];
}

const HIGHEST: Sensitivity = 'part2';

/**
 * The class of the segment: the highest that its conditions touch, in segments that it names too,
 * and the attribute that causes it. Being selected reveals it, whatever the message says. Null when
 * no condition touches anything. An attribute, segment or campaign that is not known could be
 * anything: it counts as the highest class.
 */
export function classOf(
  tree: SegmentTree,
  definitions: readonly AttributeDefinition[],
  known: Known = NOTHING_KNOWN,
): Classified | null {
  const classes = new Map(definitions.map(({ key, sensitivity }) => [key, sensitivity]));
  return mostSensitive(
    leavesOf(inlined(tree, known.segments)).flatMap((leaf): readonly Classified[] => {
      if ('attribute' in leaf) {
        const causedBy = leaf.attribute;
        return [{ sensitivity: classes.get(causedBy) ?? HIGHEST, causedBy }];
      }
      const found = classOfPersonal(leaf, known);
      return found ? [found] : [];
    }),
  );
}

function classOfPersonal(leaf: PersonCondition, known: Known): Classified | null {
  switch (leaf.op) {
    case 'segment':
      return { sensitivity: HIGHEST, causedBy: 'segment' };
    case 'event': {
      if (leaf.campaign === undefined) return null;
      const campaign = known.campaigns.get(leaf.campaign);
      return campaign ? campaign.class : { sensitivity: HIGHEST, causedBy: 'campaign' };
    }
    case 'consent':
      return leaf.state === 'authorized' ? classOfAuthorization(leaf.kind) : null;
    case 'address':
      return { sensitivity: 'contact', causedBy: 'email' };
    default:
      return null;
  }
}

/** To have allowed the use of such records tells that there are some. */
function classOfAuthorization(kind: string): Classified | null {
  switch (kind) {
    case 'psychotherapy_notes':
      return { sensitivity: 'psychotherapy', causedBy: kind };
    case 'sud_counseling_notes':
    case 'part2_consent':
      return { sensitivity: 'part2', causedBy: kind };
    default:
      return null;
  }
}

/** All conditions of a tree, in order. */
export function leavesOf(tree: SegmentTree): readonly Leaf[] {
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
