import type { Tx } from '../database/index.ts';

/**
 * Until the transaction ends, nobody else changes or deletes a segment of the organization: two that
 * are changed at once could each begin to use the other, and one that is deleted be used meanwhile.
 */
export async function holdSegments(tx: Tx, organizationId: string): Promise<void> {
  await tx
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .forNoKeyUpdate()
    .execute();
}
