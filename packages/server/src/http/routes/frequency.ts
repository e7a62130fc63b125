import type { FastifyInstance } from 'fastify';
import { frequencyCaps, setFrequencyCaps } from '../../consent/index.ts';
import { inTransaction } from '../../database/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { frequency } from '../contract/index.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { noteIn } from '../note.ts';
import type { Services } from '../services.ts';

export function frequencyRoutes(app: FastifyInstance, services: Services): void {
  const { database } = services;

  bind(app, 'getFrequencyCaps', frequency.getFrequencyCaps, async ({ request, reply }) =>
    withEtag(reply, await frequencyCaps(database, principalOf(request).organizationId)),
  );

  bind(app, 'putFrequencyCaps', frequency.putFrequencyCaps, async ({ body, request, reply }) => {
    const { organizationId } = principalOf(request);
    const version = versionOf(request);
    return inTransaction(database, async (tx) => {
      const done = await setFrequencyCaps(tx, organizationId, body, version);
      if (done.kind === 'stale') throw stale(done.current, version);
      const { marketing, transactional } = body;
      await noteIn(tx, services, request, 'frequency_caps.changed', {
        marketing: marketing?.most ?? null,
        marketingPeriod: marketing?.period ?? null,
        transactional: transactional?.most ?? null,
        transactionalPeriod: transactional?.period ?? null,
      });
      return withEtag(reply, done.caps);
    });
  });
}
