import { checkTree, classOf, describe } from '@postern/core/segments';
import type { Principal } from '../access/index.ts';
import type { NumberedDefinition } from '../contacts/index.ts';
import type { SavedSegment } from '../segments/index.ts';
import { seesGroup } from './class-guard.ts';
import { shownClass } from './shown-class.ts';

/** What a segment, template or campaign is called for those whose class is below it. */
export const neutralLabel = (what: 'segment' | 'template' | 'campaign') =>
  `A ${what} above your class`;

/** A segment as its viewer may know it: of a class above theirs, that it is there and no more. */
export function shownSegment(
  segment: SavedSegment,
  definitions: readonly NumberedDefinition[],
  viewer: Principal,
) {
  const { id, name, tree, version } = segment;
  const found = shownClass(classOf(tree, definitions), definitions);
  const updatedAt = segment.updatedAt.toISOString();
  if (found !== null && !seesGroup(viewer, found)) {
    const { sensitivity } = found;
    return {
      ...{ id, version, updatedAt },
      name: neutralLabel('segment'),
      locked: true,
      tree: null,
      // which attribute causes it would tell what the segment asks
      class: { sensitivity, causedBy: '', causedByLabel: '' },
      sentence: 'What it asks is above your class',
      problems: [],
    };
  }
  return {
    ...{ id, name, version, updatedAt, tree },
    locked: false,
    class: found,
    sentence: describe(tree, definitions),
    problems: (checkTree(tree, definitions).problems ?? []).map(({ sentence }) => sentence),
  };
}
