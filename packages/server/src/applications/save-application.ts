import { compareSensitivity, type Sensitivity } from '@postern/core/values';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { beyond, type Permission, type Principal } from '../access/index.ts';
import type { Tx } from '../database/index.ts';
import { networkFault } from './addresses.ts';
import type { Way } from './application.ts';
import { publicKeysFault } from './public-keys.ts';

export interface ApplicationDraft {
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly highestClass: Sensitivity | null;
  readonly ways: readonly Way[];
  readonly addresses: readonly string[];
  readonly perMinute: number | null;
  /** A JWK Set (RFC 7517) of public keys; null: none. */
  readonly publicKeys: unknown;
}

export type SavedApplication =
  | { readonly kind: 'saved'; readonly id: string }
  | { readonly kind: 'refused'; readonly field: keyof ApplicationDraft; readonly sentence: string }
  | { readonly kind: 'unknown' | 'stale' };

/** What only a person does, who has just shown who they are. */
const FOR_PEOPLE: readonly Permission[] = [
  'users:write',
  'keys:write',
  'applications:write',
  'emergency:use',
  'emergency:review',
];
export const givable = (permission: Permission): boolean => !FOR_PEOPLE.includes(permission);

/** A UUID of version 8 (RFC 9562), so that wherever it acts it is seen to be no person (`actorKindOf`). */
const newId = (): string => v7().replace(/^(.{14})7/u, (_, head: string) => `${head}8`);

/** Lets an application in; whoever does answers for it. */
export async function createApplication(
  tx: Tx,
  by: Principal,
  draft: ApplicationDraft,
  now: Date,
): Promise<SavedApplication> {
  const fault = await faultOf(tx, by, draft, null);
  if (fault) return fault;
  const id = newId();
  await tx
    .insertInto('applications')
    .values({
      organization_id: by.organizationId,
      id,
      owner_id: by.userId,
      created_at: now,
      ...columnsOf(draft),
    })
    .execute();
  return { kind: 'saved', id };
}

/** Changes an application at the version that was read; whoever does answers for it from then on. */
export async function updateApplication(
  tx: Tx,
  by: Principal,
  { id, version }: { readonly id: string; readonly version: number },
  draft: ApplicationDraft,
): Promise<SavedApplication> {
  const row = tx
    .selectFrom('applications')
    .select('version')
    .where('organization_id', '=', by.organizationId)
    .where('id', '=', id)
    .where('ended_at', 'is', null);
  const known = await row.forUpdate().executeTakeFirst();
  if (!known) return { kind: 'unknown' };
  if (known.version !== version) return { kind: 'stale' };
  const fault = await faultOf(tx, by, draft, id);
  if (fault) return fault;
  await tx
    .updateTable('applications')
    .set({ ...columnsOf(draft), owner_id: by.userId, version: version + 1 })
    .where('organization_id', '=', by.organizationId)
    .where('id', '=', id)
    .execute();
  return { kind: 'saved', id };
}

async function faultOf(tx: Tx, by: Principal, draft: ApplicationDraft, id: string | null) {
  const refused = (field: keyof ApplicationDraft, sentence: string) =>
    ({ kind: 'refused', field, sentence }) as const;
  const taken = await tx
    .selectFrom('applications')
    .select('id')
    .where('organization_id', '=', by.organizationId)
    .where('ended_at', 'is', null)
    .where(sql`lower(name)`, '=', draft.name.trim().toLowerCase())
    .executeTakeFirst();
  if (taken && taken.id !== id) {
    return refused(
      'name',
      'Another application has this name; expected one that tells them apart.',
    );
  }
  const own = draft.permissions.find((permission) => !givable(permission));
  if (own !== undefined) {
    return refused(
      'permissions',
      `${own} is for people alone: it takes somebody who shows who they are.`,
    );
  }
  const [first] = by.breakGlassId === null ? beyond(by, draft) : ['emergency access'];
  if (first !== undefined) {
    const sentence = `Nobody gives what they have not: your own roles do not open ${first}.`;
    return refused('permissions', sentence);
  }
  if (
    draft.permissions.includes('people:read') &&
    (draft.highestClass === null || compareSensitivity(draft.highestClass, 'contact') < 0)
  ) {
    return refused(
      'highestClass',
      'Whoever sees people sees their names and addresses; expected the class “contact” or a higher one.',
    );
  }
  const network = draft.addresses.map(networkFault).find((fault) => fault !== null);
  if (network !== undefined) return refused('addresses', network);
  const keys = await publicKeysFault(draft.publicKeys);
  return keys === null ? null : refused('publicKeys', keys);
}

const columnsOf = (draft: ApplicationDraft) => ({
  name: draft.name.trim(),
  permissions: [...new Set(draft.permissions)],
  highest_class: draft.highestClass,
  ways: [...new Set(draft.ways)],
  addresses: [...new Set(draft.addresses)],
  per_minute: draft.perMinute,
  public_keys: draft.publicKeys === null ? null : JSON.stringify(draft.publicKeys),
});
