import type { ConsentEvent, ConsentFact } from '@postern/core/consent';
import { sql } from 'kysely';
import { validate } from 'uuid';
import { bucketOf, type Database, type Tx } from '../database/index.ts';
import { type OrganizationKeys, SealBroken } from '../keys/index.ts';
import { type Evidence, openEvidence } from './evidence.ts';
import { readFact } from './fact-words.ts';

/** An event with all that is known of it: for the person themselves, and as evidence. */
export interface LedgerEntry extends ConsentEvent {
  /** A user's id, 'recipient', 'system'. */
  readonly actor: string;
  /** RFC 3339: when it was written down, which may be long after it took effect. */
  readonly recordedAt: string;
  /** The wording that they were shown; null where none of ours was. */
  readonly shown: {
    readonly kind: string;
    readonly language: string;
    readonly version: number;
    readonly body: string;
  } | null;
  /** 'broken': it was altered, or damaged, and does not open. */
  readonly evidence: Evidence | 'broken' | null;
  /** Numbers of the entries of the audit that tell of it. */
  readonly audit: readonly number[];
}

export interface Ledger {
  /** Oldest first. */
  readonly entries: readonly LedgerEntry[];
  /** Names of the topics that were ever chosen about, by id. */
  readonly topics: ReadonlyMap<string, string>;
  /** RFC 3339; null while the contact is on file. */
  readonly deletedAt: string | null;
}

/** The whole ledger of one person, opened; also of somebody who was deleted, as long as it is kept. */
export async function loadLedger(
  db: Database | Tx,
  keys: OrganizationKeys,
  contactId: string,
): Promise<Ledger> {
  if (!validate(contactId)) return { entries: [], topics: new Map(), deletedAt: null };
  const { organizationId } = keys;
  const bucket = bucketOf(contactId);
  const rows = await db
    .selectFrom('consent_events as event')
    .leftJoin('consent_texts as text', (join) =>
      join
        .onRef('text.organization_id', '=', 'event.organization_id')
        .onRef('text.id', '=', 'event.shown'),
    )
    .select(['event.id', 'fact', 'source', 'actor', 'at', 'recorded_at'])
    .select(['words_sealed', 'evidence_sealed'])
    .select(['text.kind', 'text.language', 'text.version', 'text.body'])
    .where('event.bucket', '=', bucket)
    .where('event.organization_id', '=', organizationId)
    .where('event.contact_id', '=', contactId)
    .orderBy('at')
    .orderBy('event.id')
    .execute();
  const notes = await auditOf(db, organizationId, contactId);
  const gone = await db
    .selectFrom('deleted_contacts')
    .select('deleted_at')
    .where('bucket', '=', bucket)
    .where('organization_id', '=', organizationId)
    .where('contact_id', '=', contactId)
    .executeTakeFirst();
  const entries = rows.map((row): LedgerEntry => {
    const { id, source, actor, kind, language, version, body, evidence_sealed: sealed } = row;
    const at = row.at.toISOString();
    return {
      id,
      at,
      source,
      fact: readFact(keys, { contactId, id }, row.fact as ConsentFact, row.words_sealed),
      actor,
      recordedAt: row.recorded_at.toISOString(),
      shown:
        kind === null || language === null || version === null || body === null
          ? null
          : { kind, language, version, body },
      evidence: sealed === null ? null : opened(keys, contactId, sealed),
      // the newest may have no number yet
      audit: notes.flatMap(({ sequence, eventId, at: notedAt }) =>
        sequence !== null && (eventId === id || (eventId === null && notedAt === at))
          ? [sequence]
          : [],
      ),
    };
  });
  return {
    entries,
    topics: await topicNames(db, organizationId),
    deletedAt: gone?.deleted_at.toISOString() ?? null,
  };
}

function opened(keys: OrganizationKeys, contactId: string, sealed: Buffer): Evidence | 'broken' {
  try {
    return openEvidence(keys, contactId, sealed);
  } catch (error) {
    if (error instanceof SealBroken) return 'broken';
    throw error;
  }
}

/** What the audit says of this person's ledger: by the event's id, else by the same moment. */
async function auditOf(db: Database | Tx, organizationId: string, contactId: string) {
  const rows = await db
    .selectFrom('audit_entries')
    .select(['sequence', 'at', 'subject'])
    .where('organization_id', '=', organizationId)
    .where('action', 'like', 'consent.%')
    .where(sql`subject->>'contactId'`, '=', contactId)
    .orderBy('sequence')
    .execute();
  return rows.map(({ sequence, at, subject }) => {
    const eventId =
      typeof subject === 'object' && subject !== null && 'eventId' in subject
        ? subject.eventId
        : null;
    return {
      sequence,
      at: at.toISOString(),
      eventId: typeof eventId === 'string' ? eventId : null,
    };
  });
}

async function topicNames(db: Database | Tx, organizationId: string) {
  const rows = await db
    .selectFrom('topics')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}
