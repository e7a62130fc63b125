import { v7 } from 'uuid';
import { bucketOf, type Database } from '../database/index.ts';
import { chance } from './chance.ts';

const HOUR = 3_600_000;

/**
 * What synthetic people did with the demonstration's campaign: in real use, events come from links
 * in mail alone.
 */
export async function seedEvents(
  database: Database,
  campaign: { readonly organizationId: string; readonly id: string },
  then: Date,
): Promise<void> {
  const accepted = await database
    .selectFrom('sends')
    .select('contact_id')
    .where('organization_id', '=', campaign.organizationId)
    .where('campaign_id', '=', campaign.id)
    .where('state', '=', 'accepted')
    .orderBy('bucket')
    .orderBy('contact_id')
    .execute();
  await backdate(database, campaign, then);
  const roll = chance('what people did');
  const events = accepted.flatMap(({ contact_id }) => {
    const base = {
      organization_id: campaign.organizationId,
      campaign_id: campaign.id,
      contact_id,
      bucket: bucketOf(contact_id),
    };
    if (roll.next() > 0.46) return [];
    // most read in the first evening, a few on the days after
    const opened = then.getTime() + HOUR * (0.2 + 60 * roll.next() ** 3);
    const open = { ...base, id: v7(), kind: 'open' as const, link: null, at: new Date(opened) };
    if (roll.next() > 0.38) return [open];
    const at = new Date(opened + 90_000 * (1 + roll.next()));
    return [
      open,
      { ...base, id: v7(), kind: 'click' as const, link: Math.floor(roll.next() * 2), at },
    ];
  });
  if (events.length > 0) await database.insertInto('events').values(events).execute();
}

/** Leases and settlements go by the database's clock, which nothing sets back. */
async function backdate(
  database: Database,
  { organizationId, id }: { readonly organizationId: string; readonly id: string },
  then: Date,
): Promise<void> {
  await database
    .updateTable('sends')
    .set({ settled_at: then })
    .where('organization_id', '=', organizationId)
    .where('campaign_id', '=', id)
    .execute();
  await database
    .updateTable('sandbox_messages')
    .set({ received_at: then })
    .where('organization_id', '=', organizationId)
    .where('campaign_id', '=', id)
    .execute();
}
