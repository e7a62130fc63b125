import { ApiProblem } from './problem.ts';

/** Deeper than any body of ours; recursive checks behind this never run out of stack. */
const DEEPEST = 64;

/**
 * Refuses what PostgreSQL cannot store as text (NUL, half a surrogate pair: RFC 8259 section 8.2)
 * and what is nested too deep, before anything else looks at it. Goes without recursion.
 */
export function requireStorable(value: unknown, where: 'body' | 'query'): void {
  const waiting: { readonly value: unknown; readonly pointer: string; readonly depth: number }[] = [
    { value, pointer: '', depth: 0 },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { pointer, depth } = next;
    if (typeof next.value === 'string') {
      if (next.value.includes('\0') || !next.value.isWellFormed()) {
        throw unfit(
          where,
          pointer,
          'holds a character that cannot be stored (NUL or half a character)',
        );
      }
    } else if (typeof next.value === 'object' && next.value !== null) {
      if (depth > DEEPEST) throw unfit(where, pointer, `is nested deeper than ${DEEPEST}`);
      if (Buffer.isBuffer(next.value)) continue;
      for (const [key, inner] of Object.entries(next.value)) {
        waiting.push({ value: inner, pointer: `${pointer}/${key}`, depth: depth + 1 });
      }
    }
  }
}

function unfit(where: string, pointer: string, detail: string): ApiProblem {
  const place = pointer.slice(0, 200);
  return new ApiProblem('invalid_request', `In the ${where}, ${place || 'the value'} ${detail}.`, [
    { pointer: place, detail },
  ]);
}
