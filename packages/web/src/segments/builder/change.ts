import type { ConditionDraft, Draft, GroupDraft } from './draft.ts';

/** The draft with one part changed, wherever it is. */
export function changed(draft: GroupDraft, id: string, change: (part: Draft) => Draft): GroupDraft {
  const visit = (part: Draft): Draft => {
    if (part.id === id) return change(part);
    return part.kind === 'group' ? { ...part, of: part.of.map(visit) } : part;
  };
  return visit(draft) as GroupDraft;
}

/** The draft without one part. */
export function without(draft: GroupDraft, id: string): GroupDraft {
  const visit = (group: GroupDraft): GroupDraft => ({
    ...group,
    of: group.of
      .filter((part) => part.id !== id)
      .map((part) => (part.kind === 'group' ? visit(part) : part)),
  });
  return visit(draft);
}

/** The draft with a part added at the end of a group. */
export const added = (draft: GroupDraft, group: string, part: Draft): GroupDraft =>
  changed(draft, group, (found) =>
    found.kind === 'group' ? { ...found, of: [...found.of, part] } : found,
  );

export const changedCondition = (
  draft: GroupDraft,
  id: string,
  change: (condition: ConditionDraft) => ConditionDraft,
): GroupDraft => changed(draft, id, (part) => (part.kind === 'condition' ? change(part) : part));

/** Who stands beside a part: the next of its group, else the one before, else nobody; and the group. */
export function besides(
  draft: GroupDraft,
  id: string,
): { part: string | null; group: string } | undefined {
  const place = draft.of.findIndex((part) => part.id === id);
  if (place >= 0) {
    const next = draft.of[place + 1] ?? draft.of[place - 1];
    return { part: next?.id ?? null, group: draft.id };
  }
  for (const part of draft.of) {
    const found = part.kind === 'group' ? besides(part, id) : undefined;
    if (found) return found;
  }
  return undefined;
}

export type Way = 'up' | 'down';

/**
 * The draft with a part one place further: past its neighbor, into a neighboring group, or out of its
 * group at the end of it. A group goes past other groups. Null where nothing is further.
 */
export function moved(draft: GroupDraft, id: string, way: Way): GroupDraft | null {
  const found = placeOf(draft, id);
  if (!found) return null;
  const { part, group, above } = found;
  const at = group.of.indexOf(part);
  const next = group.of[at + (way === 'up' ? -1 : 1)];
  const rest = without(draft, id);
  if (next === undefined) {
    if (above === null) return null;
    return inserted(rest, above.id, part, (of) => {
      const place = of.findIndex((one) => one.id === group.id);
      return way === 'up' ? place : place + 1;
    });
  }
  if (next.kind === 'group' && part.kind !== 'group') {
    return inserted(rest, next.id, part, (of) => (way === 'up' ? of.length : 0));
  }
  return inserted(rest, group.id, part, (of) => {
    const place = of.findIndex((one) => one.id === next.id);
    return way === 'up' ? place : place + 1;
  });
}

export const canMove = (draft: GroupDraft, id: string, way: Way): boolean =>
  moved(draft, id, way) !== null;

const inserted = (
  draft: GroupDraft,
  id: string,
  part: Draft,
  placeIn: (of: readonly Draft[]) => number,
): GroupDraft =>
  changed(draft, id, (group) =>
    group.kind === 'group'
      ? { ...group, of: group.of.toSpliced(placeIn(group.of), 0, part) }
      : group,
  );

interface Found {
  readonly part: Draft;
  readonly group: GroupDraft;
  /** The group that its group stands in; null for the outermost. */
  readonly above: GroupDraft | null;
}

function placeOf(group: GroupDraft, id: string, above: GroupDraft | null = null): Found | null {
  for (const part of group.of) {
    if (part.id === id) return { part, group, above };
    const found = part.kind === 'group' ? placeOf(part, id, group) : null;
    if (found) return found;
  }
  return null;
}
