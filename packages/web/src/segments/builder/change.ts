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
