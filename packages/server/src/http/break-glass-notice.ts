import type { FastifyRequest } from 'fastify';
import { passwordUse, reviewers, type StartedSession } from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import { inTransaction } from '../database/index.ts';
import { getOrganization } from '../organizations/index.ts';
import { noticeOf } from '../portal/index.ts';
import type { Services } from './services.ts';

/** Records that somebody signed in past the required single sign-on, and tells who reviews such. */
export async function noticeBreakGlass(
  services: Services,
  request: FastifyRequest,
  { userId, organizationId }: StartedSession,
): Promise<void> {
  const { database, keyring, now } = services;
  if ((await passwordUse(database, { userId, organizationId })) !== 'break-glass') return;
  const keys = await keyring.of(organizationId);
  const entry = { actor: userId, action: 'session.break_glass', subject: {} } as const;
  await inTransaction(database, (tx) =>
    appendAudit(tx, keys, { ...entry, address: request.ip }, now()),
  );
  const { name } = await getOrganization(database, organizationId);
  const notice = noticeOf('A sign-in past single sign-on', name, [
    'The account for emergencies signed in to Postern by a password, past the identity provider.',
    { link: `${services.publicUrl()}/audit`, words: 'See the audit' },
    'If the identity provider did not fail, ask at once who it was.',
  ]);
  const told = await reviewers(database, organizationId, userId);
  void Promise.all(told.map((email) => services.sendNoticeTo(organizationId, email, notice))).catch(
    (error: unknown) => {
      services.log.warn(
        { error },
        'The notice of a sign-in past single sign-on could not be mailed',
      );
    },
  );
}
