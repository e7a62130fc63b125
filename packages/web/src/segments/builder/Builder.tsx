import type { Attribute } from '../../attributes/queries.ts';
import type { GroupDraft } from './draft.ts';
import { Group } from './Group.tsx';

export interface Editing {
  readonly draft: GroupDraft;
  readonly change: (next: (draft: GroupDraft) => GroupDraft) => void;
  /** What may be chosen: neither deleted nor identity. */
  readonly offered: readonly Attribute[];
  /** All of them, to name one that was deleted since. */
  readonly all: readonly Attribute[];
  /** What the server says is wrong, by the id of the part. */
  readonly problems: ReadonlyMap<string, string>;
}

/** Conditions and groups of conditions, nested. */
export function Builder({ editing }: { editing: Editing }) {
  return <Group group={editing.draft} editing={editing} depth={1} name="Everybody for whom" />;
}
