import type { Day } from '@postern/core/values';
import { type RawBuilder, sql } from 'kysely';
import { IDS } from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import { type CompiledSegment, membersOf, walkSegment } from '../segments/index.ts';

/** A document of somebody's that has ended, and of which that is not on record yet. */
export interface Ended {
  readonly contactId: string;
  readonly documentId: string;
  readonly because: 'date' | 'event';
  /** The date that it states, or the day on which the event was seen. */
  readonly on: Day;
}

/** Some buckets of an organization, both ends included. */
export interface Buckets {
  readonly organizationId: string;
  readonly from: number;
  readonly to: number;
}

/** Whose event tells that documents signed on this version of a form have ended. */
export interface EventOfForm {
  readonly formId: string;
  readonly version: number;
  /** For whom it has occurred. */
  readonly segment: CompiledSegment;
}

/** No end of this document is on record; `document`, its id, is an expression on a row `signed`. */
const notEnded = (document: RawBuilder<string>) => sql`not exists (
  select from consent_events ended
  where ended.bucket = signed.bucket and ended.organization_id = signed.organization_id
    and ended.contact_id = signed.contact_id
    and ended.kind in ('authorization_expired', 'authorization_revoked')
    and ended.fact ->> 'documentId' = ${document})`;

/** Those whose date has passed: on its last day a document is valid. 45 CFR 164.508(b)(2)(i). */
export async function endedByDate(
  tx: Tx,
  { organizationId, from, to }: Buckets,
  today: Day,
): Promise<readonly Ended[]> {
  const { rows } = await sql<Omit<Ended, 'because'>>`
    select distinct signed.contact_id as "contactId", signed.fact #>> '{document,id}' as "documentId",
      signed.fact #>> '{document,expiry,on}' as "on"
    from consent_events signed
    where signed.organization_id = ${organizationId}
      and signed.bucket between ${from}::smallint and ${to}::smallint
      and signed.kind = 'authorization_signed'
      and signed.fact #>> '{document,revokedAt}' is null
      and signed.fact #>> '{document,expiry,kind}' = 'date'
      -- days in their written form compare as days do
      and signed.fact #>> '{document,expiry,on}' ~ '^\\d{4}-\\d\\d-\\d\\d$'
      and signed.fact #>> '{document,expiry,on}' < ${today}
      and ${notEnded(sql`signed.fact #>> '{document,id}'`)}`.execute(tx);
  return rows.map((row) => ({ ...row, because: 'date' }));
}

/** Those signed on a form whose event has occurred for whoever signed. */
export async function endedByEvent(
  tx: Tx,
  { organizationId, from, to }: Buckets,
  { formId, version, segment }: EventOfForm,
  today: Day,
): Promise<readonly Ended[]> {
  const { rows } = await sql<Pick<Ended, 'contactId' | 'documentId'>>`
    select signed.contact_id as "contactId", signed.id as "documentId"
    from signed_documents signed
    where signed.organization_id = ${organizationId}
      and signed.bucket between ${from}::smallint and ${to}::smallint
      and signed.form_id = ${formId} and signed.form_version = ${version}
      and ${notEnded(sql`signed.id::text`)}`.execute(tx);
  if (rows.length === 0) return [];
  const occurred = new Set<string>();
  for await (const pages of walkSegment(tx, segment, { also: [IDS], from, to })) {
    for (const page of pages) for (const { id } of membersOf(page)) occurred.add(id);
  }
  return rows
    .filter(({ contactId }) => occurred.has(contactId))
    .map((row) => ({ ...row, because: 'event', on: today }));
}
