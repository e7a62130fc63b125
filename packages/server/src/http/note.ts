import type { Action, AuditSubject } from '@postern/core/audit';
import type { FastifyRequest } from 'fastify';
import { type AuditNote, appendAlone, appendAudit, type Circumstances } from '../audit/index.ts';
import { inTransaction, type Tx } from '../database/index.ts';
import { principalOf } from './authenticate.ts';
import type { Services } from './services.ts';

/** Records what the signed-in user looked at, or did where nothing was changed with it. */
export async function note(
  services: Services,
  request: FastifyRequest,
  action: Action,
  subject: AuditSubject,
): Promise<void> {
  const { organizationId } = principalOf(request);
  const keys = await services.keyring.of(organizationId);
  const entry = entryOf(request, action, subject);
  await appendAlone(services.database, keys, entry, services.now());
}

/** As `note`, an entry for each of them: all or none. */
export async function noteEach(
  services: Services,
  request: FastifyRequest,
  action: Action,
  subjects: readonly AuditSubject[],
): Promise<void> {
  const [first, ...more] = subjects;
  if (first === undefined) return;
  if (more.length === 0) return note(services, request, action, first);
  const keys = await services.keyring.of(principalOf(request).organizationId);
  await inTransaction(services.database, async (tx) => {
    for (const subject of subjects) await noteIn(tx, services, request, action, subject, keys);
  });
}

/** As `note`, in the transaction that makes the change: neither without the other. */
export async function noteIn(
  tx: Tx,
  services: Services,
  request: FastifyRequest,
  action: Action,
  subject: AuditSubject,
  keys?: Awaited<ReturnType<Services['keyring']['of']>>,
): Promise<void> {
  const opened = keys ?? (await services.keyring.of(principalOf(request).organizationId));
  await appendAudit(tx, opened, entryOf(request, action, subject), services.now());
}

const entryOf = (request: FastifyRequest, action: Action, subject: AuditSubject): AuditNote => ({
  actor: principalOf(request).userId,
  action,
  subject,
  ...circumstancesOf(request),
});

/** Of the signed-in user's request, for an act that a room notes by itself. */
export function circumstancesOf(request: FastifyRequest): Circumstances {
  const { breakGlassId } = principalOf(request);
  return {
    address: request.ip,
    // 164.312(a)(2)(ii), (b): what was done in an emergency can be told from all else, and has no
    // other purpose
    ...(breakGlassId !== null && { purpose: 'emergency', emergency: breakGlassId }),
  };
}
