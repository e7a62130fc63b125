import type { Known } from '@postern/core/segments';
import type { Database, Tx } from '../database/index.ts';
import { listSegments } from './list-segments.ts';

/** What trees of an organization may name beside attributes. */
export async function loadKnown(db: Database | Tx, organizationId: string): Promise<Known> {
  const segments = await listSegments(db, organizationId);
  return {
    segments: new Map(segments.map(({ id, name, tree }) => [id, { name, tree }])),
    campaigns: new Map(),
  };
}
