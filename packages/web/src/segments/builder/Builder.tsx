import type { Editing } from './editing.ts';
import { Group } from './Group.tsx';

/** Conditions and groups of conditions, nested. */
export function Builder({ editing }: { editing: Editing }) {
  return <Group group={editing.draft} editing={editing} depth={1} name="Everybody for whom" />;
}
