import type { FastifyInstance, FastifyRequest } from 'fastify';
import { inTransaction } from '../../database/index.ts';
import {
  backupState,
  beginRotation,
  confirmBackup,
  rewrapKeys,
  rotationState,
  wrappedByOlder,
} from '../../keys/index.ts';
import { destroyOrganization, getOrganization } from '../../organizations/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { keys } from '../contract/index.ts';
import { note, noteIn } from '../note.ts';
import { ApiProblem } from '../problem.ts';
import type { Services } from '../services.ts';

export function keyRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyStore, now } = services;

  const shown = async (request: FastifyRequest) => {
    const { sentence, since } = services.keyState();
    const { needed, confirmedAt } = await backupState(database, keyStore);
    const rotation = await rotationState(database, principalOf(request).organizationId);
    return {
      store: {
        kind: keyStore.kind,
        title: keyStore.title,
        problem: sentence,
        since: since.toISOString(),
      },
      backup: { needed, confirmedAt: confirmedAt?.toISOString() ?? null },
      wrappedByOlder: await wrappedByOlder(database, keyStore),
      rotation: rotation && {
        ...rotation,
        startedAt: rotation.startedAt.toISOString(),
        finishedAt: rotation.finishedAt?.toISOString() ?? null,
      },
    };
  };

  bind(app, 'getKeys', keys.getKeys, ({ request }) => shown(request));

  bind(app, 'confirmKeyBackup', keys.confirmKeyBackup, async ({ request }) => {
    const { userId } = principalOf(request);
    await inTransaction(database, async (tx) => {
      await confirmBackup(tx, keyStore, userId, now());
      await noteIn(tx, services, request, 'keys.backup_confirmed', {});
    });
    return shown(request);
  });

  bind(app, 'rewrapKeys', keys.rewrapKeys, async ({ request }) => {
    const done = await rewrapKeys(database, keyStore);
    await note(services, request, 'keys.rewrapped', { keys: done.keys });
    return shown(request);
  });

  bind(app, 'rotateKeys', keys.rotateKeys, async ({ request }) => {
    const { organizationId } = principalOf(request);
    await inTransaction(database, async (tx) => {
      const begun = await beginRotation(tx, keyStore, organizationId, now());
      if (begun.kind === 'last') {
        throw new ApiProblem('not_possible_now', 'No number is left for another key.');
      }
      if (begun.kind === 'running') {
        throw new ApiProblem('not_possible_now', 'The key is being changed already.');
      }
      await noteIn(tx, services, request, 'keys.rotation_begun', { version: begun.version });
    });
    return shown(request);
  });

  bind(app, 'destroyOrganization', keys.destroyOrganization, async ({ body, request }) => {
    const { organizationId, userId } = principalOf(request);
    const { name } = await getOrganization(database, organizationId);
    if (body.confirmation !== name) {
      const detail = 'This is not the name of the organization. Nothing was destroyed.';
      throw new ApiProblem('invalid_content', detail, [{ pointer: '/confirmation', detail }]);
    }
    return destroyOrganization(services, organizationId, userId);
  });
}
