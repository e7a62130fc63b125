import type { Database } from '../database/index.ts';

/**
 * The organization whose identity provider somebody with this address signs in at; null: none, so by
 * password or passkey. It tells of the domain alone, so that no address can be tried.
 */
export async function findWay(database: Database, email: string): Promise<string | null> {
  const domain = email.trim().toLowerCase().split('@').at(-1) ?? '';
  const row = await database
    .selectFrom('single_sign_on_domains')
    .select('organization_id')
    .where('domain', '=', domain)
    .executeTakeFirst();
  return row?.organization_id ?? null;
}
