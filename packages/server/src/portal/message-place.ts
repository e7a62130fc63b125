import type { UpdateQueryBuilder, UpdateResult } from 'kysely';
import { bucketOf, type Database, type Tables, type Tx } from '../database/index.ts';

/** Where a row of the portal is. */
export interface MessagePlace {
  readonly organizationId: string;
  readonly contactId: string;
  readonly id: string;
}

type Update = UpdateQueryBuilder<Tables, 'portal_messages', 'portal_messages', UpdateResult>;

/** An update of this one message. */
export function updateMessage(db: Database | Tx, place: MessagePlace): Update {
  return db
    .updateTable('portal_messages')
    .where('bucket', '=', bucketOf(place.contactId))
    .where('organization_id', '=', place.organizationId)
    .where('contact_id', '=', place.contactId)
    .where('id', '=', place.id);
}

export const placeOf = (row: { organization_id: string; contact_id: string; id: string }) => ({
  organizationId: row.organization_id,
  contactId: row.contact_id,
  id: row.id,
});
