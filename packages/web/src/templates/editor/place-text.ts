type Field = HTMLTextAreaElement | HTMLInputElement;

/**
 * Types a text where the cursor is, as a person would: it can be undone, and React hears of it.
 * The old command is the only way in which browsers keep the undo of a field; where one has dropped
 * it, the field's own method does, without undo.
 */
export function typeInto(field: Field, text: string): void {
  field.focus();
  const typed =
    text === '' ? document.execCommand('delete') : document.execCommand('insertText', false, text);
  if (typed) return;
  const { selectionStart, selectionEnd } = field;
  field.setRangeText(text, selectionStart ?? 0, selectionEnd ?? 0, 'end');
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Puts the cursor at a line and column, both from 1, and scrolls to it. */
export function putCursor(field: Field, line: number, column: number): void {
  const lines = field.value.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  const at = Math.min(before + column - 1, field.value.length);
  field.focus();
  field.setSelectionRange(at, at);
  const height = Number.parseFloat(getComputedStyle(field).lineHeight) || 20;
  field.scrollTop = Math.max(0, (line - 1) * height - field.clientHeight / 2);
}
