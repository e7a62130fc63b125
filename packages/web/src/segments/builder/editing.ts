import type { Attribute } from '../../attributes/queries.ts';
import type { GroupDraft } from './draft.ts';

/** What every part of the builder needs: the whole draft, how to change it, what can be chosen. */
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
