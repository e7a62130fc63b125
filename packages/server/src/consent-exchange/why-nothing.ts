import { type AuthorizationDocument, defectsOf } from '@postern/core/gate';

/**
 * Why a document allows nothing at `now`, a sentence each; empty when it is good for at least one of
 * its kinds. It is asked for the least that it could allow.
 */
export function whyNothing(document: AuthorizationDocument, now: Date): readonly string[] {
  const category = document.categories?.[0] ?? 'own_service';
  const found = document.kinds.map((kind) =>
    defectsOf(document, { kind, category, reveals: 'none' }, now.toISOString()),
  );
  if (found.some((defects) => defects.length === 0)) return [];
  return [...new Set(found.flat().map(({ sentence }) => sentence))];
}
