import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { KeyKind } from './application.ts';
import { hashOf, newSecret, prefixOf } from './secrets.ts';

export const KEY_DAYS = 90;
export const MOST_KEY_DAYS = 365;
export const SESSION_HOURS = 12;
const MOST_AT_ONCE = 20;

export interface MadeKey {
  readonly id: string;
  readonly kind: KeyKind;
  /** Shown once: nobody can ask for it again. */
  readonly secret: string;
  readonly prefix: string;
  readonly expiresAt: Date;
}

export const sessionContext = (id: string): string => `application_keys:${id}`;

/** Makes a key of an application; null where it is unknown or has as many as it may. */
export async function makeKey(
  tx: Tx,
  keys: OrganizationKeys,
  {
    applicationId,
    kind,
    expiresAt,
    parentId = null,
  }: {
    readonly applicationId: string;
    readonly kind: KeyKind;
    readonly expiresAt: Date;
    readonly parentId?: string | null;
  },
  now: Date,
): Promise<MadeKey | 'unknown' | 'full'> {
  const { organizationId } = keys;
  const application = await tx
    .selectFrom('applications')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', applicationId)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!application) return 'unknown';
  const held = await tx
    .selectFrom('application_keys')
    .select((row) => row.fn.countAll().as('count'))
    .where('organization_id', '=', organizationId)
    .where('application_id', '=', applicationId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirstOrThrow();
  if (Number(held.count) >= MOST_AT_ONCE) return 'full';
  const id = v7();
  const secret = kind === 'session' ? randomBytes(32).toString('base64') : newSecret(kind);
  const isSession = kind === 'session';
  // of a session the code is its id, which is no secret
  const prefix = isSession ? id.slice(0, 8) : prefixOf(secret);
  await tx
    .insertInto('application_keys')
    .values({
      organization_id: organizationId,
      id,
      application_id: applicationId,
      kind,
      prefix,
      secret_hash: isSession ? null : hashOf(secret),
      secret_sealed: isSession ? keys.seal(secret, sessionContext(id)) : null,
      parent_id: parentId,
      created_at: now,
      expires_at: expiresAt,
    })
    .execute();
  return { id, kind, secret, prefix, expiresAt };
}
