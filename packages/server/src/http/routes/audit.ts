import { type AuditSubject, sentenceOf } from '@postern/core/audit';
import type { FastifyInstance } from 'fastify';
import { userNames } from '../../access/index.ts';
import { listAudit, verifyAudit } from '../../audit/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { audit } from '../contract/index.ts';
import { decodeCursor, encodeCursor, isNumber } from '../cursor.ts';
import { note } from '../note.ts';
import type { Services } from '../services.ts';

const NAMES: Record<string, string> = { system: 'Postern', recipient: 'A recipient' };

export function auditRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring } = services;

  bind(app, 'listAudit', audit.listAudit, async ({ query, request }) => {
    const { organizationId } = principalOf(request);
    const limit = query.limit ?? 50;
    const before = decodeCursor(query.cursor, isNumber);
    const filter = { action: query.action, actor: query.actor, before, limit: limit + 1 };
    const rows = await listAudit(database, organizationId, filter);
    const names = await userNames(database, organizationId);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return {
      data: shown.map((row) => {
        const actorName = NAMES[row.actor] ?? names.get(row.actor) ?? 'Somebody who has left';
        return {
          sequence: row.sequence,
          at: row.at.toISOString(),
          actor: row.actor,
          actorName,
          action: row.action,
          sentence: sentenceOf(actorName, row.action),
          subject: row.subject as AuditSubject,
        };
      }),
      nextCursor: rows.length > limit && last ? encodeCursor(last.sequence) : null,
    };
  });

  bind(app, 'verifyAudit', audit.verifyAudit, async ({ request }) => {
    const keys = await keyring.of(principalOf(request).organizationId);
    const found = await verifyAudit(database, keys);
    const { intact, entries } = found;
    const noted = note(services, request, 'audit.verified', { intact, entries });
    // a ledger that was tampered with may take no entry; what was found is told all the same
    await (intact ? noted : noted.catch(() => {}));
    return { ...found, brokenAt: found.intact ? null : found.brokenAt };
  });
}
