import { meaningOf } from '@postern/core/delivery';
import { getOrganization } from '../organizations/index.ts';
import { type MailDeps, mailNotice } from './mail-notice.ts';
import type { Notice } from './pick-up.ts';

/**
 * Mails a notice to an address that is nobody's yet: the one by which somebody confirms that it is
 * theirs. 'held' says that it did not leave.
 */
export async function deliverToAddress(
  deps: MailDeps,
  organizationId: string,
  address: string,
  notice: Omit<Notice, 'fromName' | 'inClear'>,
): Promise<'sent' | 'held'> {
  const organization = await getOrganization(deps.database, organizationId);
  const keys = await deps.keyring.of(organizationId);
  const answered = await mailNotice(deps, { organization, keys, address }, notice);
  return answered !== null && meaningOf(answered.reply) === 'accepted' ? 'sent' : 'held';
}
