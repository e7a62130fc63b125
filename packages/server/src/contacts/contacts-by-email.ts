import type { Database, Tx } from '../database/index.ts';
import { idsByKey, keyName } from './contact-keys.ts';

/**
 * The ids of the contacts that have an address now, by the hexadecimal form of its lookup token; an
 * address that is on nobody's file is missing.
 */
export async function contactsByEmailToken(
  db: Database | Tx,
  organizationId: string,
  tokens: readonly Buffer[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const wanted = tokens.map((token) => ({ kind: 'email' as const, token }));
  const found = await idsByKey(db, organizationId, wanted);
  return new Map(
    wanted.flatMap((key) => {
      const ids = found.get(keyName(key));
      return ids ? [[key.token.toString('hex'), [...ids]] as const] : [];
    }),
  );
}
