import type { SealedRow } from '../audit/index.ts';

/** An entry as it is told to another place. */
export function forwardedEntry({ sequence, entry }: SealedRow) {
  const { organizationId, id, at, actorKind, actor, action, origin, purpose } = entry;
  const subject: unknown = JSON.parse(entry.subject);
  return { organizationId, sequence, id, at, actorKind, actor, action, origin, purpose, subject };
}
