import type { Action, AuditSubject } from '@postern/core/audit';
import type { FastifyRequest } from 'fastify';
import { appendAudit } from '../audit/index.ts';
import { inTransaction, type Tx } from '../database/index.ts';
import { principalOf } from './authenticate.ts';
import type { Services } from './services.ts';

/** Records what the signed-in user did or looked at, in a transaction of its own. */
export async function note(
  services: Services,
  request: FastifyRequest,
  action: Action,
  subject: AuditSubject,
): Promise<void> {
  const keys = await services.keyring.of(principalOf(request).organizationId);
  await inTransaction(services.database, (tx) =>
    noteIn(tx, services, request, action, subject, keys),
  );
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
  const { organizationId, userId, breakGlassId } = principalOf(request);
  const opened = keys ?? (await services.keyring.of(organizationId));
  // 164.312(a)(2)(ii), (b): what was done in an emergency can be told from all else
  const marked = breakGlassId === null ? subject : { ...subject, breakGlass: breakGlassId };
  const from = {
    address: request.ip,
    // what is done in an emergency has no other purpose
    ...(breakGlassId !== null && { purpose: 'emergency' as const }),
  };
  await appendAudit(
    tx,
    opened,
    { actor: userId, action, subject: marked, ...from },
    services.now(),
  );
}
