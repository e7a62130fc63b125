import type { Action, AuditSubject } from '@postern/core/audit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  loadPrincipal,
  noteDevice,
  type SessionFacts,
  type StartedSession,
  signInSettings,
  type Whence,
  type Who,
} from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import { inTransaction } from '../database/index.ts';
import { getOrganization } from '../organizations/index.ts';
import { noticeBreakGlass } from './break-glass-notice.ts';
import { newDeviceNotice } from './people-notices.ts';
import { ApiProblem } from './problem.ts';
import { describeSession } from './routes/describe-session.ts';
import type { Services } from './services.ts';
import { setSessionCookie } from './whence.ts';

/** Notes an act of signing in, of whoever it is by what they gave. */
export async function noteSignIn(
  { database, keyring, now }: Services,
  { userId, organizationId }: Who,
  request: FastifyRequest,
  action: Action,
  subject: AuditSubject = {},
): Promise<void> {
  const keys = await keyring.of(organizationId);
  const entry = { actor: userId, action, subject, address: request.ip };
  await inTransaction(database, (tx) => appendAudit(tx, keys, entry, now()));
}

/**
 * Somebody is in, for all or to set up a second factor: the cookie, the audit, and word of a browser
 * that was never seen before to whoever else may have to know.
 */
export async function beginSession(
  services: Services,
  request: FastifyRequest,
  reply: FastifyReply,
  started: StartedSession,
  whence: Whence & { readonly deviceHash: Buffer },
  subject: AuditSubject,
) {
  const { database, keyring, now } = services;
  const { userId, organizationId } = started;
  const keys = await keyring.of(organizationId);
  const device = await inTransaction(database, async (tx) => {
    const note = { actor: userId, address: request.ip };
    await appendAudit(tx, keys, { ...note, action: 'session.started', subject }, now());
    const seen = await noteDevice(tx, userId, whence.deviceHash, whence.browser, now());
    if (seen === 'new') {
      await appendAudit(tx, keys, { ...note, action: 'device.new', subject: {} }, now());
    }
    return seen;
  });
  if (whence.by === undefined) await noticeBreakGlass(services, request, started);
  setSessionCookie(request, reply, started);
  const who = await loadPrincipal(database, userId, now());
  if (!who) throw new ApiProblem('not_signed_in', 'This account was just removed.');
  if (device === 'new') void tell(services, organizationId, who.email);
  const { idleMinutes } = await signInSettings(database, organizationId);
  const session: SessionFacts = {
    id: started.sessionId,
    stage: started.stage,
    provedAt: now(),
    idleMinutes,
    idleEndsAt: new Date(now().getTime() + idleMinutes * 60_000),
    endsAt: started.expiresAt,
    deviceHash: whence.deviceHash,
  };
  return describeSession(services, who, session);
}

/** That mail cannot leave keeps nobody out. */
async function tell(services: Services, organizationId: string, email: string): Promise<void> {
  const { name } = await getOrganization(services.database, organizationId);
  const notice = newDeviceNotice(name, services.publicUrl());
  await services.sendNoticeTo(organizationId, email, notice).catch((error: unknown) => {
    services.log.warn({ error }, 'The notice of a new device could not be mailed');
  });
}
