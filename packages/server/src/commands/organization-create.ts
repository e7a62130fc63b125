import { INVITATION_DAYS, inviteTo } from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import type { Config } from '../config/index.ts';
import { createBuiltInDefinitions } from '../contacts/index.ts';
import { inTransaction } from '../database/index.ts';
import { ensureKeys } from '../domains/index.ts';
import { type Foundation, openFoundation } from '../foundation.ts';
import { invitationLink } from '../http/invitation-link.ts';
import { createOrganization, domainOf } from '../organizations/index.ts';
import { Failure } from './failure.ts';

export interface FirstPeople {
  readonly postalAddress: string;
  readonly from: string;
  readonly administrator: string;
  readonly administratorName: string;
}

/**
 * Makes a real organization and prints the link by which its first administrator comes in: they
 * choose a password and set up a second factor before anything opens.
 */
export async function organizationCreate(
  config: Config,
  name: string,
  people: FirstPeople,
): Promise<void> {
  const foundation = await openFoundation(config, { beside: true });
  try {
    const token = await makeOrganization(foundation, name, people);
    const publicUrl = config.publicUrl ?? `http://localhost:${config.port.number}`;
    process.stdout.write(
      `Made “${name}”. Its first administrator comes in here, once, within ${INVITATION_DAYS} days:\n\n  ${invitationLink(publicUrl, token)}\n\n`,
    );
  } finally {
    await foundation.close();
  }
}

/** All of it or nothing; answers the token of the invitation. */
export async function makeOrganization(
  { database, keyring, now }: Pick<Foundation, 'database' | 'keyring' | 'now'>,
  name: string,
  { postalAddress, from, administrator, administratorName }: FirstPeople,
): Promise<string> {
  for (const address of [from, administrator]) {
    if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) {
      throw new Failure(`“${address}” is no email address; expected one such as care@example.org.`);
    }
  }
  return inTransaction(database, async (tx) => {
    const organizationId = await createOrganization(tx, keyring.within(tx), {
      name,
      postalAddress,
      fromName: name,
      fromAddress: from,
      // the careful answers, until somebody says more under Settings
      sender: {
        kind: 'provider',
        part2Program: false,
        noticeCoversUse: false,
        noticeCoversFundraising: false,
      },
      demonstration: false,
    });
    const keys = await keyring.within(tx).of(organizationId);
    const note = { actor: 'system', subject: {} };
    await appendAudit(tx, keys, { ...note, action: 'organization.created' }, now());
    await ensureKeys(tx, keys, domainOf(from));
    await createBuiltInDefinitions(tx, organizationId);
    const draft = { email: administrator, name: administratorName, roles: ['administrator'] };
    const invited = await inviteTo(tx, organizationId, null, draft, now());
    if (invited.kind === 'refused') throw new Failure(invited.sentence);
    const subject = { invitationId: invited.id, roles: 'administrator' };
    await appendAudit(tx, keys, { ...note, action: 'invitation.sent', subject }, now());
    return invited.token;
  });
}
