import {
  checkTree,
  classOf,
  describe,
  type Known,
  revealingName,
  neutralLabel as segmentLabel,
} from '@postern/core/segments';
import type { Principal } from '../access/index.ts';
import { loadDefinitions, type NumberedDefinition } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import { listSegments, loadKnown, type SavedSegment } from '../segments/index.ts';
import { seesGroup } from './class-guard.ts';
import { shownClass } from './shown-class.ts';

/** What a template or campaign is called for those whose class is below it. */
export const neutralLabel = (what: 'template' | 'campaign') => `A ${what} above your class`;

/** What is needed to say of trees what they ask: in the names that the viewer may read. */
export interface Naming {
  readonly viewer: Principal;
  readonly definitions: readonly NumberedDefinition[];
  readonly known: Known;
  /** The same, names being those that the viewer may read. */
  readonly shown: Known;
}

export async function namingFor(
  db: Database | Tx,
  viewer: Principal,
  trees: readonly unknown[] = [],
): Promise<Naming> {
  const { organizationId } = viewer;
  const definitions = await loadDefinitions(db, organizationId);
  const known = await loadKnown(db, organizationId, trees);
  const saved = await listSegments(db, organizationId);
  const segments = saved.map((segment) => {
    const name = nameFor(segment, { viewer, definitions, known });
    return [segment.id, { name, tree: segment.tree }] as const;
  });
  const campaigns = [...known.campaigns].map(([id, { name, class: of }]) => {
    const shown = seesGroup(viewer, of) ? name : neutralLabel('campaign');
    return [id, { name: shown, class: of }] as const;
  });
  const shown = {
    segments: new Map(segments),
    campaigns: new Map(campaigns),
    topics: known.topics,
  };
  return { viewer, definitions, known, shown };
}

/** Names that tell of an illness are for those who may know of illnesses. */
export const seesNames = (viewer: Principal): boolean =>
  seesGroup(viewer, { sensitivity: 'diagnosis' });

function nameFor(
  segment: SavedSegment,
  { viewer, definitions, known }: Omit<Naming, 'shown'>,
): string {
  const { name, tree } = segment;
  if (!seesGroup(viewer, classOf(tree, definitions, known))) return segmentLabel(segment);
  const tells = !seesNames(viewer) && revealingName(name, tree, definitions, known.segments);
  return tells ? segmentLabel(segment) : name;
}

/** A segment as its viewer may know it: of a class above theirs, that it is there and no more. */
export function shownSegment(segment: SavedSegment, naming: Naming) {
  const { id, tree, version } = segment;
  const { viewer, definitions, known, shown } = naming;
  const found = shownClass(classOf(tree, definitions, known), definitions);
  const updatedAt = segment.updatedAt.toISOString();
  const name = nameFor(segment, naming);
  if (found !== null && !seesGroup(viewer, found)) {
    const { sensitivity } = found;
    return {
      ...{ id, version, updatedAt, name },
      locked: true,
      tree: null,
      // which attribute causes it would tell what the segment asks
      class: { sensitivity, causedBy: '', causedByLabel: '' },
      sentence: 'What it asks is above your class',
      nameWarning: null,
      problems: [],
    };
  }
  const checked = checkTree(tree, definitions, shown, { id, name });
  return {
    ...{ id, name, version, updatedAt, tree },
    locked: false,
    class: found,
    sentence: describe(tree, definitions, shown),
    nameWarning: nameWarning(segment, naming),
    problems: (checked.problems ?? []).map(({ sentence }) => sentence),
  };
}

const BECAUSE = {
  illness: 'tells of an illness',
  drug: 'is a drug, which tells of an illness',
  code: 'is the code of an illness',
  value: 'is what the segment asks for, which tells of an illness',
} as const;

/** What in the name tells too much, for those who may read it; null when nothing does. */
function nameWarning(segment: SavedSegment, { viewer, definitions, known }: Naming) {
  if (!seesNames(viewer)) return null;
  const found = revealingName(segment.name, segment.tree, definitions, known.segments);
  if (!found) return null;
  const label = segmentLabel(segment);
  const sentence = `“${found.word}” in the name ${BECAUSE[found.because]}. Who may not know of it sees “${label}” instead.`;
  return { word: found.word, label, sentence };
}
