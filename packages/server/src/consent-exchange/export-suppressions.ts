import { SUPPRESSION_COLUMNS } from '@postern/core/consent-exchange';
import { contactsByEmailToken, csvLine, loadDefinitions, openContacts } from '../contacts/index.ts';
import type { Database } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { tokenText } from './suppression-token.ts';

const PAGE = 500;

/**
 * The addresses to which nothing is sent, as the file that can be imported. An address that a contact
 * has is named; of any other there is only its keyed hash, which this organization alone can use. A
 * plain SHA-256 is not given: whoever has a list of addresses can turn it back.
 */
export async function* exportSuppressions(
  db: Database,
  keys: OrganizationKeys,
): AsyncGenerator<string> {
  const { organizationId } = keys;
  const definitions = await loadDefinitions(db, organizationId);
  yield `\u{feff}${csvLine(SUPPRESSION_COLUMNS)}`;
  for (let after: string | null = null; ; ) {
    const rows = await db
      .selectFrom('suppressions')
      .select(['id', 'token', 'reason', 'since'])
      .where('organization_id', '=', organizationId)
      .where('released_at', 'is', null)
      .$if(after !== null, (query) => query.where('id', '>', after ?? ''))
      .orderBy('id')
      .limit(PAGE)
      .execute();
    const owners = await contactsByEmailToken(
      db,
      organizationId,
      rows.map(({ token }) => token),
    );
    const ids = [...owners.values()].flatMap((some) => some.slice(0, 1));
    const opened = await openContacts(db, keys, organizationId, ids, definitions);
    yield rows
      .map(({ token, reason, since }) => {
        const owner = owners.get(token.toString('hex'))?.[0];
        const email = opened.get(owner ?? '')?.attributes['email'];
        const cells = {
          email: typeof email === 'string' ? email : '',
          token: tokenText(keys, token),
          reason,
          since: since.toISOString(),
        };
        return csvLine(SUPPRESSION_COLUMNS.map((column) => cells[column]));
      })
      .join('');
    if (rows.length < PAGE) return;
    after = rows.at(-1)?.id ?? null;
  }
}
