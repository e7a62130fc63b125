import type { FastifyInstance } from 'fastify';
import { addForward, listForwards, removeForward } from '../../audit-forwarding/index.ts';
import { inTransaction } from '../../database/index.ts';
import { checkPlaceOutside, NotOutside } from '../../destinations/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { audit } from '../contract/index.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

/** Where the ledger of acts is told on. */
export function auditForwardRoutes(app: FastifyInstance, services: Services): void {
  const { config, database, keyring } = services;

  bind(app, 'listAuditForwards', audit.listAuditForwards, async ({ request }) => {
    const keys = await keyring.of(principalOf(request).organizationId);
    return { data: await listForwards(database, keys) };
  });

  bind(app, 'addAuditForward', audit.addAuditForward, async ({ body, request }) => {
    const { target } = body;
    try {
      await checkPlaceOutside(hostOf(target), config.privateTargets);
    } catch (error) {
      if (!(error instanceof NotOutside)) throw error;
      throw refused(target.kind, error.message);
    }
    const keys = await keyring.of(principalOf(request).organizationId);
    return inTransaction(database, async (tx) => {
      const made = await addForward(tx, keys, body);
      const subject = { forwardId: made.id, kind: target.kind };
      await noteIn(tx, services, request, 'audit.forward_added', subject, keys);
      return made;
    });
  });

  bind(app, 'removeAuditForward', audit.removeAuditForward, async ({ params, request }) => {
    const { organizationId } = principalOf(request);
    await inTransaction(database, async (tx) => {
      if (!(await removeForward(tx, organizationId, params.id))) throw notFound('forwarding');
      const subject = { forwardId: params.id };
      await noteIn(tx, services, request, 'audit.forward_removed', subject);
    });
    return null;
  });

  function hostOf(target: { kind: 'syslog'; host: string } | { kind: 'webhook'; url: string }) {
    if (target.kind === 'syslog') return target.host;
    if (!URL.canParse(target.url)) {
      throw refused('webhook', 'Expected an address such as https://logs.example.org/audit.');
    }
    const url = new URL(target.url);
    if (url.username !== '' || url.password !== '') {
      throw refused('webhook', 'An address with a name or password in it is not taken.');
    }
    if (url.protocol !== 'https:' && !config.privateTargets) {
      throw refused('webhook', 'Expected https: the ledger does not leave in clear.');
    }
    return url.hostname;
  }
}

function refused(kind: 'syslog' | 'webhook', detail: string): ApiProblem {
  const pointer = kind === 'syslog' ? '/target/host' : '/target/url';
  return new ApiProblem('invalid_content', detail, [{ pointer, detail }]);
}
