import type { FastifyInstance } from 'fastify';
import {
  createDefinition,
  deleteDefinition,
  loadDefinitions,
  type NumberedDefinition,
} from '../../contacts/index.ts';
import { inTransaction } from '../../database/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { requireGroup } from '../class-guard.ts';
import { attributes } from '../contract/index.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

export function attributeRoutes(app: FastifyInstance, services: Services): void {
  const { database } = services;

  bind(app, 'listAttributes', attributes.listAttributes, async ({ request }) => {
    const definitions = await loadDefinitions(database, principalOf(request).organizationId);
    return { data: definitions.map(shown) };
  });

  bind(app, 'createAttribute', attributes.createAttribute, async ({ body, request }) => {
    const { organizationId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      const made = await createDefinition(tx, organizationId, body);
      if (made.kind === 'refused') throw new ApiProblem('invalid_content', made.problem);
      await noteIn(tx, services, request, 'attribute.created', { attributeId: made.definition.id });
      return shown(made.definition);
    });
  });

  bind(app, 'deleteAttribute', attributes.deleteAttribute, async ({ params, request }) => {
    const { organizationId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      const definitions = await loadDefinitions(tx, organizationId);
      // there is no way back: not by who may not know what it holds
      requireGroup(
        request,
        definitions.find(({ id }) => id === params.id) ?? null,
        'This attribute',
      );
      const done = await deleteDefinition(tx, organizationId, params.id, services.now());
      if (done === 'unknown') throw notFound('attribute');
      if (done === 'needed') {
        throw new ApiProblem(
          'not_possible_now',
          'Email and record number cannot be deleted: contacts are found by them.',
        );
      }
      await noteIn(tx, services, request, 'attribute.deleted', { attributeId: params.id });
      return null;
    });
  });
}

function shown({ number: _, ...definition }: NumberedDefinition) {
  return definition;
}
