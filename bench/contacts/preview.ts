import { performance } from 'node:perf_hooks';
import { v7 } from 'uuid';
import { createCampaign, reviewCampaign } from '../../packages/server/src/campaigns/index.ts';
import { inTransaction } from '../../packages/server/src/database/index.ts';
import { createSegment } from '../../packages/server/src/segments/index.ts';
import { createTemplate } from '../../packages/server/src/templates/index.ts';
import { authorization } from '../../tests/support/authorization.ts';
import type { SendingWorld } from '../../tests/support/sending-world.ts';
import { middle } from '../shapes/measure.ts';

const RUNS = 5;
const MJML = `<mjml><mj-body><mj-section><mj-column>
<mj-text>Dear {{ given_name }}, see us soon.</mj-text>
</mj-column></mj-section></mj-body></mjml>`;

/**
 * Gives some of everybody a ledger: a tenth opted out, a tenth signed, one in fifty agreed a
 * restriction, one in two hundred has an address that nothing goes to.
 */
export async function giveLedgers({ pool, organizationId }: SendingWorld): Promise<void> {
  const recorded = (share: number, offset: number, kind: string, fact: string) =>
    pool.query(
      `insert into consent_events (bucket, organization_id, contact_id, id, kind, fact, source, actor, at)
       select bucket, organization_id, id, gen_random_uuid(), $2, $3::jsonb, 'import', 'system',
         now() - interval '30 days'
       from contacts where organization_id = $1 and abs(hashtext(id::text)) % ${share} = ${offset}`,
      [organizationId, kind, fact],
    );
  await recorded(10, 0, 'opted_out', JSON.stringify({ kind: 'opted_out', scope: 'marketing' }));
  await recorded(10, 1, 'authorization_signed', JSON.stringify(SIGNED));
  await recorded(50, 7, 'restriction_agreed', JSON.stringify({ kind: 'restriction_agreed' }));
  await pool.query(
    `insert into suppressions (bucket, organization_id, token, id, reason, source, since)
     select bucket, organization_id, token, gen_random_uuid(), 'hard_bounce', 'returns', now()
     from contact_keys where organization_id = $1 and kind = 'email' and get_byte(token, 7) = 3`,
    [organizationId],
  );
  await pool.query('vacuum analyze consent_events');
}

const SIGNED = {
  kind: 'authorization_signed',
  document: authorization({
    id: '01900000-0000-7000-8000-00000000aaaa',
    expiry: { kind: 'date', on: '2035-01-01' },
  }),
};

export interface PreviewFigures {
  readonly seconds: number;
  readonly audience: number;
  readonly may: number;
  readonly campaignId: string;
}

/** Asks the gate about everybody, so many times; the median. */
export async function measurePreview({
  database,
  organizationId,
  keys,
}: SendingWorld): Promise<PreviewFigures> {
  const segment = await createSegment(database, organizationId, {
    name: 'Everybody',
    tree: { op: 'and', of: [] },
    createdBy: null,
  });
  const template = await inTransaction(database, (tx) =>
    createTemplate(tx, organizationId, {
      name: `Preview ${v7()}`,
      createdBy: null,
      subject: 'News',
      preheader: '',
      mjml: MJML,
      text: '',
    }),
  );
  if (segment.kind !== 'created' || template.kind !== 'created') {
    throw new Error(JSON.stringify([segment, template]));
  }
  const { id } = await createCampaign(
    database,
    organizationId,
    {
      name: 'Preview',
      goal: null,
      stream: 'marketing',
      interview: {
        about: 'own_service',
        drug: null,
        encourages: true,
        payment: 'none',
        payer: null,
      },
      createdBy: null,
      segmentId: segment.segment.id,
      templateId: template.template.id,
    },
    new Date(),
  );
  const times: number[] = [];
  let figures = { audience: 0, may: 0 };
  for (let run = 0; run < RUNS; run += 1) {
    const began = performance.now();
    const done = await reviewCampaign(database, keys, id, new Date());
    times.push((performance.now() - began) / 1_000);
    if (done.kind !== 'reviewed') throw new Error(JSON.stringify(done));
    const may = done.review.parts.find(({ part }) => part === 'may')?.count ?? 0;
    figures = { audience: done.review.audience, may };
  }
  return { seconds: Number(middle(times).toFixed(2)), ...figures, campaignId: id };
}
