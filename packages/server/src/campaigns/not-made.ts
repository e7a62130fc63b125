import { decide } from '@postern/core/gate';
import { render } from '@postern/core/templates';
import { openContacts } from '../contacts/index.ts';
import type { Database, Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { AudienceQuestion, Judged } from './judged.ts';

/** Whatever the sender's words are: only the person's values can be missing. */
const EXTRAS = {
  organizationName: '',
  organizationAddress: '',
  unsubscribeUrl: '',
  preferencesUrl: '',
  commercial: false,
  linkUrl: () => '',
  openUrl: null,
};

/**
 * Replaces the permission of those for whom the message cannot be made, by making it as dispatch
 * will: a review that counted them would promise people whom nothing reaches. `incomplete`: of whom
 * something is not known that the template shows; for all others it can be made.
 */
export async function notMade(
  db: Database | Tx,
  keys: OrganizationKeys,
  judged: readonly Judged[],
  { terms, definitions, template }: AudienceQuestion,
  incomplete: ReadonlySet<string>,
): Promise<readonly Judged[]> {
  const permitted = judged.flatMap(({ contactId, outcome }) => {
    if (typeof outcome !== 'object' || !('permitted' in outcome)) return [];
    return outcome.permitted && incomplete.has(contactId) ? [contactId] : [];
  });
  if (permitted.length === 0) return judged;
  const opened = await openContacts(db, keys, keys.organizationId, permitted, definitions);
  const fields = new Set(template.fields.map(({ key }) => key));
  return judged.map((one) => {
    const contact = opened.get(one.contactId);
    if (contact === undefined || one.question === null) return one;
    const known = Object.entries(contact.attributes).filter(([key]) => fields.has(key));
    const { contactId } = one;
    const message = { contactId, address: '', attributes: Object.fromEntries(known) };
    const permit = decide({ ...one.question, message }, terms.profile);
    if (!permit.permitted) return one;
    const made = render(template, permit, EXTRAS);
    return 'missing' in made ? { ...one, outcome: made } : one;
  });
}
