import { flushSync } from 'react-dom';
import type { Attribute } from '../../attributes/queries.ts';
import { added, besides, moved, type Way, without } from './change.ts';
import type { Draft, GroupDraft } from './draft.ts';
import { focusAfter, focusMoved, focusNew } from './focus.ts';

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

/** Adds a part at the end of a group and goes there. */
export function add({ change }: Editing, group: string, part: Draft): void {
  flushSync(() => change((draft) => added(draft, group, part)));
  focusNew(part.id);
}

/** Removes a part and goes to what stands beside it. */
export function remove({ draft: before, change }: Editing, id: string): void {
  const next = besides(before, id);
  flushSync(() => change((draft) => without(draft, id)));
  if (next) focusAfter(next);
}

/** Moves a part one place and stays with it. */
export function move({ change }: Editing, id: string, way: Way): void {
  flushSync(() => change((draft) => moved(draft, id, way) ?? draft));
  focusMoved(id, way);
}
