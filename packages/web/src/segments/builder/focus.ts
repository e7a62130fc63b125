/*
 * Where the keyboard goes on when a part of a segment comes or goes. Each part is marked with its
 * id, its button that removes it with `data-remove`, a group's that adds to it with `data-add`.
 */

const within = (id: string, what: string): HTMLElement | null =>
  document.querySelector(`[data-part="${id}"] :is(${what})`);

/** To the first control of a part that has just come. */
export const focusNew = (id: string): void =>
  within(id, 'input:not([type=hidden]), button')?.focus();

/** To what stands where a part has just gone: its neighbor, or its group when that is empty now. */
export const focusAfter = ({ part, group }: { part: string | null; group: string }): void =>
  (part === null ? within(group, '[data-add]') : within(part, '[data-remove]'))?.focus();

/** To the button that moves a part on; at the end of its way, to the one that moves it back. */
export function focusMoved(id: string, way: 'up' | 'down'): void {
  const on = within(id, `[data-move="${way}"]:not(:disabled)`);
  (on ?? within(id, '[data-move]:not(:disabled)'))?.focus();
}
