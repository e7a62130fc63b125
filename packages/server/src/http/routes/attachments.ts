import type { FastifyInstance } from 'fastify';
import { loadDefinitions } from '../../contacts/index.ts';
import { inTransaction } from '../../database/index.ts';
import {
  addAttachment,
  MAX_ATTACHMENT_BYTES,
  openAttachment,
  removeAttachment,
} from '../../templates/index.ts';
import { asDownload } from '../as-download.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { templates } from '../contract/index.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { shownTemplate } from '../shown-template.ts';
import { uploadedFile } from '../uploaded-file.ts';

export function attachmentRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring } = services;

  bind(app, 'addAttachment', templates.addAttachment, async ({ params, request, reply }) => {
    const { organizationId, userId } = principalOf(request);
    const version = versionOf(request);
    const file = await uploadedFile(request, MAX_ATTACHMENT_BYTES);
    const keys = await keyring.of(organizationId);
    return inTransaction(database, async (tx) => {
      const given = { ...file, version, createdBy: userId };
      const done = await addAttachment(tx, keys, params.id, given);
      const definitions = await loadDefinitions(tx, organizationId);
      if (done.kind === 'unknown') throw notFound('template');
      if (done.kind === 'refused') throw new ApiProblem('invalid_content', done.sentence);
      if (done.kind === 'stale') throw stale(shownTemplate(done.current, definitions), version);
      const { template, attachmentId } = done;
      const subject = { templateId: params.id, version: template.version, attachmentId };
      await noteIn(tx, services, request, 'template.attachment_added', subject, keys);
      return withEtag(reply, shownTemplate(template, definitions));
    });
  });

  bind(app, 'getAttachment', templates.getAttachment, async ({ params, request, reply }) => {
    const keys = await keyring.of(principalOf(request).organizationId);
    const file = await openAttachment(database, keys, params.id, params.attachmentId);
    if (!file) throw notFound('attachment');
    return asDownload(reply, file);
  });

  bind(app, 'removeAttachment', templates.removeAttachment, async ({ params, request, reply }) => {
    const { organizationId } = principalOf(request);
    const { id, attachmentId } = params;
    const version = versionOf(request);
    return inTransaction(database, async (tx) => {
      const done = await removeAttachment(tx, organizationId, { id, version }, attachmentId);
      const definitions = await loadDefinitions(tx, organizationId);
      if (done.kind === 'unknown') throw notFound(done.what);
      if (done.kind === 'stale') throw stale(shownTemplate(done.current, definitions), version);
      const subject = { templateId: id, version: done.template.version, attachmentId };
      await noteIn(tx, services, request, 'template.attachment_removed', subject);
      return withEtag(reply, shownTemplate(done.template, definitions));
    });
  });
}
