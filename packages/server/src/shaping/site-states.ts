import type { Hold, Holds } from '@postern/core/shaping';
import type { Selectable } from 'kysely';
import { v7 } from 'uuid';
import type { Database, Tables, Tx } from '../database/index.ts';

/** A site that is held back: for one organization, or (null) for all. */
export interface HeldSite {
  readonly site: string;
  readonly organizationId: string | null;
  readonly holds: Holds;
  readonly hold: Hold;
}

export function heldSite(row: Selectable<Tables['site_states']>): HeldSite {
  return {
    site: row.site,
    organizationId: row.organization_id,
    holds: row.holds,
    hold: {
      rule: row.rule,
      label: row.label,
      reply: { code: row.code, enhanced: row.enhanced, text: row.reply },
      since: row.since.getTime(),
      suspendedUntil: row.suspended_until?.getTime() ?? null,
      fraction: row.fraction,
      doublesEvery: row.doubles_every,
    },
  };
}

export async function loadHeldSites(db: Database | Tx): Promise<readonly HeldSite[]> {
  const rows = await db.selectFrom('site_states').selectAll().execute();
  return rows.map(heldSite);
}

/** Writes a hold and its event, unless another process wrote a later one. */
export async function writeHeldSite(tx: Tx, held: HeldSite): Promise<void> {
  const { site, organizationId, holds, hold } = held;
  const values = {
    rule: hold.rule,
    label: hold.label,
    since: new Date(hold.since),
    suspended_until: hold.suspendedUntil === null ? null : new Date(hold.suspendedUntil),
    fraction: hold.fraction,
    doubles_every: hold.doublesEvery,
    code: hold.reply.code,
    enhanced: hold.reply.enhanced,
    reply: hold.reply.text,
  };
  const written = await tx
    .insertInto('site_states')
    .values({ site, organization_id: organizationId, holds, ...values })
    .onConflict((conflict) =>
      conflict
        .columns(['site', 'organization_id', 'holds'])
        .doUpdateSet(values)
        .where('site_states.since', '<', values.since),
    )
    .returning('site')
    .executeTakeFirst();
  if (written)
    await writeEvent(tx, held, hold.suspendedUntil === null ? 'slowed' : 'suspended', hold.since);
}

/** Takes away what is over; the process that did so writes the event. */
export async function endHeldSite(tx: Tx, held: HeldSite, now: Date): Promise<void> {
  const { numDeletedRows } = await tx
    .deleteFrom('site_states')
    .where('site', '=', held.site)
    .where('organization_id', 'is not distinct from', held.organizationId)
    .where('holds', '=', held.holds)
    .where('since', '=', new Date(held.hold.since))
    .executeTakeFirst();
  if (numDeletedRows > 0n) await writeEvent(tx, held, 'recovered', now.getTime());
}

/** "Resume now": a person knows better. Answers how many holds there were. */
export async function releaseSite(
  tx: Tx,
  organizationId: string,
  site: string,
  now: Date,
): Promise<number> {
  const rows = await tx
    .deleteFrom('site_states')
    .where('site', '=', site)
    .where((row) =>
      row.or([row('organization_id', 'is', null), row('organization_id', '=', organizationId)]),
    )
    .returningAll()
    .execute();
  for (const row of rows) await writeEvent(tx, heldSite(row), 'released', now.getTime());
  return rows.length;
}

const KEPT = 200;

async function writeEvent(
  tx: Tx,
  { site, organizationId, holds, hold }: HeldSite,
  kind: Tables['site_events']['kind'],
  at: number,
): Promise<void> {
  await tx
    .insertInto('site_events')
    .values({
      id: v7(),
      site,
      organization_id: organizationId,
      holds,
      kind,
      label: hold.label,
      fraction: hold.fraction,
      suspended_until: hold.suspendedUntil === null ? null : new Date(hold.suspendedUntil),
      code: hold.reply.code,
      enhanced: hold.reply.enhanced,
      reply: hold.reply.text,
      at: new Date(at),
    })
    .execute();
  await tx
    .deleteFrom('site_events')
    .where('organization_id', 'is not distinct from', organizationId)
    .where('id', 'in', (events) =>
      events
        .selectFrom('site_events')
        .select('id')
        .where('organization_id', 'is not distinct from', organizationId)
        .orderBy('at', 'desc')
        .orderBy('id', 'desc')
        .offset(KEPT),
    )
    .execute();
}
