import type { Selectable, UpdateQueryBuilder, UpdateResult } from 'kysely';
import { bucketOf, type Database, type Tables, type Tx } from '../database/index.ts';

export type RequestRow = Selectable<Tables['signing_requests']>;

/** Where a request is. */
export interface RequestPlace {
  readonly organizationId: string;
  readonly contactId: string;
  readonly id: string;
}

export const WAYS = ['mail', 'tablet'] as const;
export type SigningWay = (typeof WAYS)[number];

/** Wrong tries to show who one is, after which only staff opens the request again. */
export const TRIES = 5;

export const REQUEST_STATES = ['open', 'locked', 'signed', 'withdrawn', 'expired'] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

export function requestState(
  row: Pick<RequestRow, 'state' | 'expires_at' | 'tries'>,
  now: Date,
): RequestState {
  if (row.state !== 'open') return row.state;
  if (row.expires_at <= now) return 'expired';
  return row.tries >= TRIES ? 'locked' : 'open';
}

type Update = UpdateQueryBuilder<Tables, 'signing_requests', 'signing_requests', UpdateResult>;

/** An update of this one request. */
export function updateRequest(db: Database | Tx, place: RequestPlace): Update {
  return db
    .updateTable('signing_requests')
    .where('bucket', '=', bucketOf(place.contactId))
    .where('organization_id', '=', place.organizationId)
    .where('id', '=', place.id)
    .where('contact_id', '=', place.contactId);
}

/** Notes whether the mail that brings the link did not leave. */
export const noteHeld = (db: Database | Tx, place: RequestPlace, held: boolean) =>
  updateRequest(db, place).set({ mail_held: held }).execute();

/** A query for this one request. */
export const requestAt = (db: Database | Tx, place: RequestPlace) =>
  db
    .selectFrom('signing_requests')
    .where('bucket', '=', bucketOf(place.contactId))
    .where('organization_id', '=', place.organizationId)
    .where('id', '=', place.id)
    .where('contact_id', '=', place.contactId);
