import { advisesToSeparate, readDomainName, readSelector } from '@postern/core/domains';
import type { FastifyInstance } from 'fastify';
import { inTransaction } from '../../database/index.ts';
import {
  addKey,
  checkStream,
  dkimOf,
  dropPendingKey,
  type KeyDraft,
  loadStreams,
  openDomainDeps,
  type StreamChange,
  updateStream,
} from '../../domains/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind, type Call } from '../bind.ts';
import { domains } from '../contract/index.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { note, noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { readStream } from '../read-stream.ts';
import type { Services } from '../services.ts';
import { shownFinding, shownKey, shownStream } from '../shown-stream.ts';
import { takenIn } from '../taken-domain.ts';

export function domainRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring } = services;
  const deps = openDomainDeps(services);

  bind(app, 'listStreams', domains.listStreams, async ({ request }) => {
    const { organizationId } = principalOf(request);
    const streams = await loadStreams(database, organizationId);
    const data = await Promise.all(
      streams.map(({ stream }) => shownStream(services, organizationId, stream)),
    );
    const advice = advisesToSeparate(streams.map(({ domain }) => domain));
    return { data, advice, blockLists: deps.blockLists };
  });

  bind(app, 'updateStream', domains.updateStream, async ({ params, body, request, reply }) => {
    const { organizationId } = principalOf(request);
    const version = versionOf(request);
    const change = readStream(body);
    const keys = await keyring.of(organizationId);
    const done = await inTransaction(database, async (tx) => {
      const updated = await updateStream(tx, keys, params.stream, change, version).catch(
        (error: unknown) => {
          throw takenIn(error, (domain) => fieldOf(change, domain)) ?? error;
        },
      );
      if (updated.kind === 'stale') return updated;
      const subject = { stream: params.stream, domain: change.domain };
      await noteIn(tx, services, request, 'stream.changed', subject, keys);
      return updated;
    });
    const shown = await shownStream(services, organizationId, params.stream);
    if (done.kind === 'stale') throw stale(shown, version);
    return withEtag(reply, shown);
  });

  bind(app, 'checkStream', domains.checkStream, async ({ params, request, reply }) => {
    const { organizationId, userId } = principalOf(request);
    const { stream } = params;
    const checks = await checkStream(deps, { organizationId, stream, actor: userId });
    const good = checks.filter(({ state }) => state === 'ok').length;
    const subject = { stream, checks: checks.length, good };
    await note(services, request, 'domain.checked', subject);
    return withEtag(reply, await shownStream(services, organizationId, stream));
  });

  bind(app, 'addKey', domains.addKey, async ({ body, request }) => {
    const { organizationId } = principalOf(request);
    const draft = readDraft(body);
    const streams = await loadStreams(database, organizationId);
    if (!streams.some(({ domain }) => domain === draft.domain)) {
      throw unfit('/domain', `No stream of yours sends for ${draft.domain}.`);
    }
    const keys = await keyring.of(organizationId);
    const key = await inTransaction(database, async (tx) => {
      const added = await addKey(tx, keys, draft);
      if (added.kind === 'unfit') throw unfit('/pem', added.sentence);
      if (added.kind === 'refused') throw new ApiProblem('not_possible_now', added.sentence);
      const subject = {
        keyId: added.key.id,
        algorithm: added.key.algorithm,
        own: draft.kind === 'own',
      };
      await noteIn(tx, services, request, 'domain.key_added', subject, keys);
      return added.key;
    });
    const published = draft.kind === 'own' ? shownFinding(await dkimOf(deps.dns, key)) : null;
    return { key: shownKey(key), published };
  });

  bind(app, 'dropKey', domains.dropKey, async ({ params, request }) => {
    const { organizationId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      if (!(await dropPendingKey(tx, organizationId, params.id))) throw notFound('pending key');
      await noteIn(tx, services, request, 'domain.key_dropped', { keyId: params.id });
      return null;
    });
  });
}

const fieldOf = ({ returnPathDomain }: StreamChange, taken: string) =>
  returnPathDomain === taken ? '/returnPathDomain' : '/domain';

function readDraft(body: Call<typeof domains.addKey>['body']): KeyDraft {
  const domain = readDomainName(body.domain);
  if (domain === null) throw unfit('/domain', 'This is no domain such as mail.example.org.');
  if (body.kind === 'made') return { ...body, domain };
  const selector = readSelector(body.selector);
  if (selector === null) {
    throw unfit('/selector', 'A selector is letters, digits and hyphens, such as key2026.');
  }
  return { ...body, domain, selector };
}

const unfit = (pointer: string, detail: string) =>
  new ApiProblem('invalid_content', detail, [{ pointer, detail }]);
