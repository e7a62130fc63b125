import { v7 } from 'uuid';
import type { ConsentFact } from '../../packages/core/src/consent/index.ts';
import { type EventKind, type PersonEvent } from '../../packages/core/src/segments/index.ts';
import { recordConsent } from '../../packages/server/src/consent/index.ts';
import {
  bucketOf,
  type Database,
  inTransaction,
} from '../../packages/server/src/database/index.ts';
import type { OrganizationKeys } from '../../packages/server/src/keys/index.ts';
import { authorization } from '../campaigns/riverside.ts';
import { type Name, NEWS, persons, RECALL } from './truth-table.ts';

const FACTS: Readonly<Partial<Record<Name, readonly ConsentFact[]>>> = {
  maria: [authorization(), { kind: 'opted_in', scope: 'topic:diabetes' }],
  john: [{ kind: 'opted_out', scope: 'marketing' }],
  // of a kind that no row of the table asks for
  li: ['2026-02-28', '2026-03-31'].map((on) =>
    authorization({ kinds: ['cmia_auth'], expiry: { kind: 'date', on } }),
  ),
  omar: [
    { kind: 'deceased', on: null },
    { kind: 'channel_chosen', channel: 'post' },
  ],
};

const RECORDED: Readonly<Partial<Record<EventKind, string>>> = {
  opened: 'open',
  clicked: 'click',
  unsubscribed: 'unsubscribe',
  bounced: 'bounce',
};

/** The events and the ledger of the people in the truth table, whose ids are those of `persons`. */
export async function seedTold(database: Database, keys: OrganizationKeys): Promise<void> {
  const { organizationId } = keys;
  for (const [id, stream] of [
    [NEWS, 'marketing'],
    [RECALL, 'transactional'],
  ] as const) {
    await database
      .insertInto('campaigns')
      .values({
        organization_id: organizationId,
        id,
        name: stream,
        state: 'done',
        interview: '{}',
        stream,
      })
      .execute();
  }
  const names = Object.keys(persons) as Name[];
  for (const name of names) {
    const { id, events } = persons[name];
    for (const event of events) await seedEvent(database, organizationId, id, event);
    const facts = (FACTS[name] ?? []).map((fact) => ({
      contactId: id,
      fact,
      source: 'import',
      actor: 'system',
      at: new Date('2026-01-01T00:00:00Z'),
    }));
    await inTransaction(database, (tx) => recordConsent(tx, keys, facts));
  }
}

async function seedEvent(
  database: Database,
  organizationId: string,
  contactId: string,
  { kind, day, campaign, link }: PersonEvent,
): Promise<void> {
  const place = { bucket: bucketOf(contactId), organization_id: organizationId };
  const at = `${day}T23:30:00Z`;
  const whom = { ...place, contact_id: contactId };
  if (kind === 'sent') {
    const send = { ...whom, campaign_id: campaign, state: 'accepted' as const, settled_at: at };
    await database.insertInto('sends').values(send).execute();
  } else if (kind === 'answered') {
    const message = { ...whom, id: v7(), campaign_id: campaign, link_id: v7(), expires_at: at };
    await database.insertInto('portal_messages').values(message).execute();
    const reply = { ...whom, id: v7(), message_id: message.id, sealed: Buffer.alloc(1) };
    await database
      .insertInto('portal_replies')
      .values({ ...reply, created_at: at })
      .execute();
  } else {
    const recorded = RECORDED[kind] as 'open';
    const event = { ...whom, campaign_id: campaign, id: v7(), kind: recorded, link, at };
    await database.insertInto('events').values(event).execute();
  }
}
