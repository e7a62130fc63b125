export interface DiffLine {
  readonly text: string;
  /** Absent: the line stands in both. */
  readonly change?: 'added' | 'removed';
}

/** Both texts as one list of lines: what stays in order, what is gone before what came. */
export function lineDiff(before: string, after: string): readonly DiffLine[] {
  const a = before.split('\n');
  const b = after.split('\n');
  // how many lines the rests from i and j on have in common, at most
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1));
  const at = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = common[i] as Uint32Array;
      row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const old = a[i];
    const now = b[j];
    if (old !== undefined && old === now) {
      lines.push({ text: old });
      i++;
      j++;
    } else if (old !== undefined && (now === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ text: old, change: 'removed' });
      i++;
    } else if (now !== undefined) {
      lines.push({ text: now, change: 'added' });
      j++;
    }
  }
  return lines;
}
