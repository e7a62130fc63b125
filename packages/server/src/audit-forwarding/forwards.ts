import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { type ForwardTarget, openTarget, placeOf, sealTarget } from './target.ts';

export interface NewForward {
  readonly name: string;
  readonly target:
    | {
        readonly kind: 'syslog';
        readonly host: string;
        readonly port: number;
        readonly authority: string | null;
      }
    | { readonly kind: 'webhook'; readonly url: string; readonly authority: string | null };
  /** Whether it gets the whole ledger, or what comes from now on. */
  readonly from: 'beginning' | 'now';
}

/** Adds a place that the ledger is told to. Answers its id, and the secret that signs a webhook, once. */
export async function addForward(
  tx: Tx,
  keys: OrganizationKeys,
  { name, target, from }: NewForward,
): Promise<{ readonly id: string; readonly secret: string | null }> {
  const id = v7();
  const secret = target.kind === 'webhook' ? `whsec_${randomBytes(32).toString('base64')}` : null;
  const whole: ForwardTarget =
    target.kind === 'webhook' ? { ...target, secret: secret ?? '' } : target;
  const head = await tx
    .selectFrom('audit_heads')
    .select('sequence')
    .where('organization_id', '=', keys.organizationId)
    .executeTakeFirst();
  await tx
    .insertInto('audit_forwards')
    .values({
      organization_id: keys.organizationId,
      id,
      kind: target.kind,
      name,
      target_sealed: sealTarget(keys, id, whole),
      sent: from === 'now' ? (head?.sequence ?? 0) : 0,
      next_at: new Date(0),
    })
    .execute();
  return { id, secret };
}

/** Ends a forwarding; false: there is none of this id. */
export async function removeForward(tx: Tx, organizationId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('audit_forwards')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Every forwarding with how far it is behind. */
export async function listForwards(database: Database, keys: OrganizationKeys) {
  const { organizationId } = keys;
  const rows = await database
    .selectFrom('audit_forwards as forward')
    .leftJoin('audit_heads as head', 'head.organization_id', 'forward.organization_id')
    .select(['id', 'kind', 'name', 'target_sealed', 'sent', 'problem', 'arrived_at', 'created_at'])
    .select('head.sequence as numbered')
    .where('forward.organization_id', '=', organizationId)
    .orderBy('id')
    .execute();
  return rows.map(({ target_sealed, numbered, arrived_at, created_at, sent, ...row }) => ({
    ...row,
    place: placeOf(openTarget(keys, row.id, target_sealed)),
    // where a place is told only what comes from now on, nothing was sent of what was there before
    sent: arrived_at === null ? null : sent,
    waiting: Math.max(0, (numbered ?? 0) - sent),
    arrivedAt: arrived_at?.toISOString() ?? null,
    createdAt: created_at.toISOString(),
  }));
}
