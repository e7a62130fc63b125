import { Readable } from 'node:stream';
import { ACTOR_KINDS, type AuditSubject, isPurpose, sentenceOf } from '@postern/core/audit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { userNames } from '../../access/index.ts';
import { applicationNames } from '../../applications/index.ts';
import {
  exportEvidence,
  listAudit,
  newestCheckpoint,
  proveConsistency,
  proveEntry,
  sealLedger,
  type Verification,
  verifyAudit,
} from '../../audit/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { audit } from '../contract/index.ts';
import { decodeCursor, encodeCursor, isNumber } from '../cursor.ts';
import { note } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

const NAMES: Record<string, string> = { system: 'Postern', recipient: 'A recipient' };

export function auditRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;
  const keysOf = (request: FastifyRequest) => keyring.of(principalOf(request).organizationId);

  bind(app, 'listAudit', audit.listAudit, async ({ query, request }) => {
    const { organizationId } = principalOf(request);
    // the newest get their numbers, by which the pages go
    await sealLedger(database, await keysOf(request));
    const limit = query.limit ?? 50;
    const before = decodeCursor(query.cursor, isNumber);
    const rows = await listAudit(database, organizationId, filterOf(query), {
      before,
      limit: limit + 1,
    });
    const names = new Map([
      ...(await userNames(database, organizationId)),
      ...(await applicationNames(database, organizationId)),
    ]);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      data: shown.map((row) => {
        const actorName = NAMES[row.actor] ?? names.get(row.actor) ?? 'Somebody who has left';
        return {
          sequence: row.sequence,
          id: row.id,
          at: row.at.toISOString(),
          actorKind: ACTOR_KINDS.find((kind) => kind === row.actor_kind) ?? 'person',
          actor: row.actor,
          actorName,
          action: row.action,
          sentence: sentenceOf(
            row.actor_kind === 'key' ? `The application “${actorName}”` : actorName,
            row.action,
          ),
          subject: subjectOf(row.subject),
          origin: row.origin,
          purpose: isPurpose(row.purpose) ? row.purpose : null,
        };
      }),
      nextCursor: rows.length > limit && last ? encodeCursor(last.sequence) : null,
    };
  });

  const verdict = async (request: FastifyRequest, found: Verification) => {
    const { intact, entries } = found;
    await note(services, request, 'audit.verified', { intact, entries });
    return { ...found, brokenAt: found.intact ? null : found.brokenAt };
  };

  bind(app, 'verifyAudit', audit.verifyAudit, async ({ request }) =>
    verdict(request, await verifyAudit(database, await keysOf(request))),
  );

  bind(app, 'verifyAuditCheckpoint', audit.verifyAuditCheckpoint, async ({ body, request }) =>
    verdict(request, await verifyAudit(database, await keysOf(request), body)),
  );

  bind(app, 'auditCheckpoint', audit.auditCheckpoint, async ({ request }) => {
    const checkpoint = await newestCheckpoint(database, await keysOf(request));
    if (checkpoint === null) throw notFound('checkpoint');
    return checkpoint;
  });

  bind(app, 'auditProof', audit.auditProof, async ({ params, request }) => {
    const proof = await proveEntry(database, await keysOf(request), params.sequence);
    if (proof === null) throw notFound('entry');
    return { ...proof, hashes: proof.hashes.map(inBase64) };
  });

  bind(app, 'auditConsistency', audit.auditConsistency, async ({ body, request }) => {
    const proof = await proveConsistency(database, await keysOf(request), body.checkpoint);
    if ('problem' in proof) {
      const errors = [{ pointer: '/checkpoint', detail: proof.problem }];
      throw new ApiProblem('invalid_content', proof.problem, errors);
    }
    return { ...proof, hashes: proof.hashes.map(inBase64) };
  });

  bind(app, 'exportAudit', audit.exportAudit, async ({ query, request, reply }) => {
    const keys = await keysOf(request);
    // noted first: the export is in the ledger that it shows
    const { contactId = null, campaignId = null, action = null } = query;
    await note(services, request, 'audit.exported', { contactId, campaignId, only: action });
    const checkpoint = await newestCheckpoint(database, keys);
    if (checkpoint === null) throw notFound('checkpoint');
    const day = now().toISOString().slice(0, 10);
    return reply
      .header('content-disposition', `attachment; filename="audit-${day}.ndjson"`)
      .header('x-content-type-options', 'nosniff')
      .header('cache-control', 'private, no-store')
      .type('application/x-ndjson')
      .send(Readable.from(exportEvidence(database, keys, checkpoint, filterOf(query))));
  });
}

interface Asked {
  readonly action?: string;
  readonly actor?: string;
  readonly contactId?: string;
  readonly campaignId?: string;
  readonly from?: string;
  readonly to?: string;
}

function filterOf({ action, actor, contactId, campaignId, from, to }: Asked) {
  return {
    action,
    actor,
    contactId,
    campaignId,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  };
}

const inBase64 = (hash: Uint8Array) => Buffer.from(hash).toString('base64');

function subjectOf(text: string): AuditSubject {
  const subject: AuditSubject = JSON.parse(text);
  return subject;
}
