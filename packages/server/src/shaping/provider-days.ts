import { RATE_DAYS } from '@postern/core/returns';
import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { stopWhereTooMany } from './provider-stops.ts';

/*
 * The provider's name is in clear here, though a small domain may be somebody's own: a figure by
 * domain and day, as RFC 8460 asks of its reports too, holds no contact's id and no time of a message,
 * so that it says of nobody on file that it is they (45 CFR 164.514(b)(2)(i) is of identifiers of the
 * individual). Whatever stands beside a contact's id is sealed: `returned_mail`, `send_routes`.
 */

/** What came back from a provider, by its figure. */
export type ReturnFigure = 'complaints' | 'hard' | 'soft' | 'policy';

/**
 * Counts messages that were accepted, by provider (`providerOf`), for the day of `at` (UTC). Answers
 * the ids of stops: enough mail may have gone out for complaints of before to weigh.
 */
export async function countAccepted(
  tx: Tx,
  organizationId: string,
  accepted: ReadonlyMap<string, number>,
  at: Date,
): Promise<readonly string[]> {
  if (accepted.size === 0) return [];
  // in one order, so that two at once wait for each other and never in a ring
  const counts = [...accepted].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const { rows } = await sql<{ provider: string }>`
    with counted as (
      insert into provider_days (organization_id, provider, day, accepted)
      select ${organizationId}::uuid, provider, ${dayOf(at)}::date, count
      from unnest(${sql.val(counts.map(([provider]) => provider))}::text[],
        ${sql.val(counts.map(([, count]) => count))}::integer[]) as new (provider, count)
      on conflict (organization_id, provider, day)
        do update set accepted = provider_days.accepted + excluded.accepted
      returning provider
    )
    select provider from counted
    where exists (
      select from provider_days known
      where known.organization_id = ${organizationId} and known.provider = counted.provider
        and known.day > ${dayOf(at)}::date - ${RATE_DAYS}::integer and known.complaints > 0
    )`.execute(tx);
  const stops: string[] = [];
  for (const { provider } of rows) {
    const stopId = await stopWhereTooMany(tx, organizationId, provider, at);
    if (stopId !== null) stops.push(stopId);
  }
  return stops;
}

/** Counts one message that came back. Answers the id of the stop, where marketing to the provider stops by that. */
export async function countReturned(
  tx: Tx,
  organizationId: string,
  provider: string,
  figure: ReturnFigure,
  at: Date,
): Promise<string | null> {
  await tx
    .insertInto('provider_days')
    .values({ organization_id: organizationId, provider, day: dayOf(at), [figure]: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'provider', 'day'])
        .doUpdateSet({ [figure]: sql`provider_days.${sql.ref(figure)} + 1` }),
    )
    .execute();
  return figure === 'complaints' ? stopWhereTooMany(tx, organizationId, provider, at) : null;
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10);
