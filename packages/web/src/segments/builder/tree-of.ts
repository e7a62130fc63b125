import type { SegmentTree } from '@postern/sdk';
import type { Condition } from '../operators.ts';
import type { ConditionDraft, Draft, GroupDraft } from './draft.ts';
import { personTreeOf } from './person-draft.ts';

export interface Written {
  readonly tree: SegmentTree;
  /** Ids of the conditions that lack something; they are not in the tree. */
  readonly incomplete: ReadonlySet<string>;
  /** Which part a place in the tree (JSON pointer) came from: the server names places. */
  readonly places: ReadonlyMap<string, string>;
}

/** The tree that a draft says so far. */
export function treeOf(draft: GroupDraft): Written {
  const incomplete = new Set<string>();
  const places = new Map<string, string>();

  function write(part: Draft, pointer: string): SegmentTree | null {
    const inner = part.not ? `${pointer}/of` : pointer;
    const plain = plainOf(part, inner);
    if (plain === null) {
      incomplete.add(part.id);
      return null;
    }
    places.set(inner, part.id);
    return part.not ? { op: 'not', of: plain } : plain;
  }

  function plainOf(part: Draft, pointer: string): SegmentTree | null {
    switch (part.kind) {
      case 'group':
        return group(part, pointer);
      case 'condition':
        return conditionOf(part);
      case 'person':
        return personTreeOf(part);
    }
  }

  function group({ op, of }: GroupDraft, pointer: string): SegmentTree {
    const written: SegmentTree[] = [];
    for (const part of of) {
      const tree = write(part, `${pointer}/of/${written.length}`);
      if (tree) written.push(tree);
    }
    return { op, of: written };
  }

  return { tree: write(draft, '') ?? { op: 'and', of: [] }, incomplete, places };
}

/** The part that a problem's place lies in: the deepest whose pointer it begins with. */
export function partAt(places: Written['places'], pointer: string): string | undefined {
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = places.get(at);
    if (found !== undefined || at === '') return found;
  }
}

function conditionOf(draft: ConditionDraft): Condition | null {
  const { op, attribute, value, values, min, max, day, days, direction } = draft;
  const { count, under, unit, age, month } = draft;
  const ends = { ...(min !== null && { min }), ...(max !== null && { max }) };
  const endless = min === null && max === null;
  if (attribute === null) return null;
  const text = typeof value === 'string' ? value.trim() : value;
  switch (op) {
    case 'isSet':
      return { op, attribute };
    case 'equals':
      return text === null || text === '' ? null : { op, attribute, value: text };
    case 'underCode':
      return typeof text === 'string' && text ? { op, attribute, code: text } : null;
    case 'oneOf':
    case 'anyOf':
    case 'allOf':
    case 'noneOf':
      return values.length > 0 ? { op, attribute, values: [...values] } : null;
    case 'range':
    case 'age':
      return endless ? null : { op, attribute, ...ends };
    case 'ago':
    case 'ahead':
      return endless ? null : { op, attribute, ...ends, unit };
    case 'atLeast':
      if (count === null) return null;
      return values.length === 0
        ? { op, attribute, count }
        : { op, attribute, count, values: [...values], ...(under && { under }) };
    case 'turns':
      return age === null || days === null ? null : { op, attribute, age, days };
    case 'inMonth':
      return { op, attribute, month };
    case 'before':
    case 'after':
      return day ? { op, attribute, day } : null;
    case 'withinDays':
    case 'anniversary':
      return days === null ? null : { op, attribute, days, direction };
  }
}
