import { displayName } from '@postern/core/contacts';
import { validate } from 'uuid';
import { contactsByEmailToken, loadDefinitions, openContacts } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { Suppression } from './suppressions.ts';

/** One address to which nothing is sent, with a contact that has it; null when it is on nobody's file. */
export interface ShownSuppression extends Suppression {
  /** 'returns', 'delivery', or a user's id. */
  readonly source: string;
  readonly person: {
    readonly contactId: string;
    readonly name: string;
    readonly email: string | null;
  } | null;
}

export interface SuppressionsPage {
  readonly kind: 'page';
  readonly suppressions: readonly ShownSuppression[];
  readonly nextCursor: string | null;
}

/** Newest first. `cursor` is the `nextCursor` of the page before, null at first. */
export async function listSuppressions(
  db: Database | Tx,
  keys: OrganizationKeys,
  { limit, cursor }: { readonly limit: number; readonly cursor: string | null },
): Promise<SuppressionsPage | { readonly kind: 'bad-cursor' }> {
  if (cursor !== null && !validate(cursor)) return { kind: 'bad-cursor' };
  const { organizationId } = keys;
  const rows = await db
    .selectFrom('suppressions')
    .select(['id', 'token', 'reason', 'detail', 'source', 'since'])
    .where('organization_id', '=', organizationId)
    .where('released_at', 'is', null)
    .$if(cursor !== null, (query) => query.where('id', '<', cursor))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute();
  const shown = rows.slice(0, limit);
  const owners = await contactsByEmailToken(
    db,
    organizationId,
    shown.map(({ token }) => token),
  );
  const ids = [...owners.values()].flatMap((some) => some.slice(0, 1));
  const definitions = await loadDefinitions(db, organizationId);
  const opened = await openContacts(db, keys, organizationId, ids, definitions);
  return {
    kind: 'page',
    suppressions: shown.map(({ token, ...row }) => {
      const contact = opened.get(owners.get(token.toString('hex'))?.[0] ?? '');
      const email = contact?.attributes['email'];
      const person = contact && {
        contactId: contact.id,
        name: displayName(contact.attributes),
        email: typeof email === 'string' ? email : null,
      };
      return { ...row, person: person ?? null };
    }),
    nextCursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
}
