import type { Action } from '@postern/core/audit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  archiveTopic,
  type ChangedTopic,
  createTopic,
  isNameTaken,
  listTopics,
  renameTopic,
  type Topic,
} from '../../consent/index.ts';
import { inTransaction, type Tx } from '../../database/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { topics } from '../contract/index.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

export function topicRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;

  bind(app, 'listTopics', topics.listTopics, async ({ request }) => {
    const all = await listTopics(database, principalOf(request).organizationId);
    return { data: all.map(shown) };
  });

  bind(app, 'createTopic', topics.createTopic, async ({ body, request, reply }) => {
    const { organizationId } = principalOf(request);
    const made = await inTransaction(database, async (tx) => {
      const topic = await createTopic(tx, organizationId, body, now());
      await noteIn(tx, services, request, 'topic.created', { topicId: topic.id });
      return topic;
    }).catch(nameTaken);
    return withEtag(reply, shown(made));
  });

  /** Changes a topic at the version that was read, and notes it. */
  async function changed(
    request: FastifyRequest,
    id: string,
    action: Action,
    change: (
      tx: Tx,
      place: { organizationId: string; id: string; version: number },
    ) => Promise<ChangedTopic>,
  ) {
    const { organizationId } = principalOf(request);
    const version = versionOf(request);
    return inTransaction(database, async (tx) => {
      const done = await change(tx, { organizationId, id, version });
      if (done.kind === 'unknown') throw notFound('topic');
      if (done.kind === 'archived') {
        throw new ApiProblem('not_possible_now', 'This topic is archived; it stays as it was.');
      }
      if (done.kind === 'stale') throw stale(shown(done.current), version);
      await noteIn(tx, services, request, action, { topicId: id });
      return shown(done.topic);
    }).catch(nameTaken);
  }

  bind(app, 'renameTopic', topics.renameTopic, async ({ params, body, request, reply }) => {
    const topic = await changed(request, params.id, 'topic.changed', (tx, place) =>
      renameTopic(tx, place, body, now()),
    );
    return withEtag(reply, topic);
  });

  bind(app, 'archiveTopic', topics.archiveTopic, async ({ params, request, reply }) => {
    const topic = await changed(request, params.id, 'topic.archived', (tx, place) =>
      archiveTopic(tx, place, now()),
    );
    return withEtag(reply, topic);
  });
}

function shown({ archivedAt, ...topic }: Topic) {
  return { ...topic, archivedAt: archivedAt?.toISOString() ?? null };
}

function nameTaken(error: unknown): never {
  if (!isNameTaken(error)) throw error;
  const detail = 'Another topic has this name: expected one that tells them apart.';
  throw new ApiProblem('invalid_content', detail, [{ pointer: '/name', detail }]);
}
