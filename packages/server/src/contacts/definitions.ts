import { attributeKey, BUILT_IN, type DefinitionDraft } from '@postern/core/contacts';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import type { Database, Tx } from '../database/index.ts';
import type { NumberedDefinition } from './numbered-definition.ts';

export type NewAttribute = Pick<DefinitionDraft, 'label' | 'type' | 'sensitivity' | 'system'> & {
  readonly identity?: boolean;
};

export type CreatedAttribute =
  | { readonly kind: 'created'; readonly definition: NumberedDefinition }
  | { readonly kind: 'refused'; readonly problem: string };

/** All definitions of an organization in the order in which they were made, deleted ones too. */
export async function loadDefinitions(
  db: Database | Tx,
  organizationId: string,
): Promise<readonly NumberedDefinition[]> {
  const { rows } = await sql<
    Omit<NumberedDefinition, 'deletedAt'> & { readonly deleted_at: Date | null }
  >`/* prepared: load_definitions */
    select id, number, key, label, type, sensitivity, system, identity, deleted_at
    from attribute_definitions where organization_id = ${organizationId} order by number
  `.execute(db);
  return rows.map(({ deleted_at, ...row }) => ({
    ...row,
    deletedAt: deleted_at?.toISOString() ?? null,
  }));
}

/** Gives a new organization its built-in definitions; an organization that has them keeps them. */
export async function createBuiltInDefinitions(tx: Tx, organizationId: string): Promise<void> {
  await tx
    .insertInto('attribute_definitions')
    .values(
      BUILT_IN.map((draft, index) => ({
        ...draft,
        organization_id: organizationId,
        id: v7(),
        number: index + 1,
      })),
    )
    .onConflict((conflict) => conflict.columns(['organization_id', 'key']).doNothing())
    .execute();
}

/** Defines an attribute; its key is made from the label and is never used again, deleted or not. */
export async function createDefinition(
  tx: Tx,
  organizationId: string,
  draft: NewAttribute,
): Promise<CreatedAttribute> {
  const problem = problemOf(draft);
  if (problem !== null) return { kind: 'refused', problem };
  // two at once would take the same number: the organization's row is the queue
  await tx
    .selectFrom('organizations')
    .select('id')
    .where('id', '=', organizationId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const known = await loadDefinitions(tx, organizationId);
  const label = draft.label.trim();
  const definition: NumberedDefinition = {
    id: v7(),
    number: Math.max(0, ...known.map((one) => one.number)) + 1,
    key: attributeKey(label, new Set(known.map((one) => one.key))),
    label,
    type: draft.type,
    sensitivity: draft.sensitivity,
    system: draft.system,
    identity: draft.identity ?? false,
    deletedAt: null,
  };
  const { deletedAt: _, ...columns } = definition;
  await tx
    .insertInto('attribute_definitions')
    .values({ ...columns, organization_id: organizationId })
    .execute();
  return { kind: 'created', definition };
}

/** Gives it another label; the key stays. False when there is none, or it was deleted. */
export async function relabelDefinition(
  tx: Tx,
  organizationId: string,
  id: string,
  label: string,
): Promise<boolean> {
  const result = await tx
    .updateTable('attribute_definitions')
    .set({ label: label.trim() })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/**
 * Deletes it: nothing reads its values any more, while segments and templates that name it say so.
 * `email` and `record_number` stay, since contacts are found by them.
 */
export async function deleteDefinition(
  tx: Tx,
  organizationId: string,
  id: string,
  now: Date,
): Promise<'deleted' | 'unknown' | 'needed'> {
  const row = await tx
    .selectFrom('attribute_definitions')
    .select('key')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined) return 'unknown';
  if (row.key === 'email' || row.key === 'record_number') return 'needed';
  await tx
    .updateTable('attribute_definitions')
    .set({ deleted_at: now })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute();
  return 'deleted';
}

function problemOf(draft: NewAttribute): string | null {
  if (draft.label.trim() === '')
    return 'The attribute has no label; expected a name such as “Plan”.';
  const coded = draft.type === 'code' || draft.type === 'list';
  if (draft.type === 'code' && draft.system === null) {
    return 'An attribute of type code needs a code system; “local” is for codes of your own.';
  }
  if (!coded && draft.system !== null) {
    return 'Only an attribute of type code or list has a code system.';
  }
  return null;
}
