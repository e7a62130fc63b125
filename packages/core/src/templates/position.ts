import type { Place, TemplateProblem } from './source.ts';

/** Line and column of an offset, both from 1; columns count UTF-16 units, as editors do. */
function positionOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: before.length - lineStart + 1 };
}

/** A fault at an offset of one part, before the part's name and position are put to it. */
export interface Fault {
  readonly offset: number;
  readonly sentence: string;
}

export function problemAt(place: Place, text: string, fault: Fault): TemplateProblem {
  return { place, ...positionOf(text, fault.offset), sentence: fault.sentence };
}
