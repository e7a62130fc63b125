import type { FastifyInstance } from 'fastify';
import { getContact, loadDefinitions } from '../../contacts/index.ts';
import { inTransaction } from '../../database/index.ts';
import { getOrganization } from '../../organizations/index.ts';
import {
  checkSource,
  createTemplate,
  deleteTemplate,
  getTemplate,
  knownAttachments,
  listTemplates,
  previewSource,
  starterSource,
  updateTemplate,
} from '../../templates/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { requirePeople } from '../class-guard.ts';
import { templates } from '../contract/index.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { note, noteIn } from '../note.ts';
import { previewPermit } from '../preview-permit.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { shownClass } from '../shown-class.ts';
import { shownTemplate } from '../shown-template.ts';

export function templateRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;

  const attachedTo = async (organizationId: string, templateId: string) => {
    const template = await getTemplate(database, organizationId, templateId);
    if (!template) throw notFound('template');
    return template.attachments;
  };

  bind(app, 'listTemplates', templates.listTemplates, async ({ request }) => {
    const { organizationId } = principalOf(request);
    const definitions = await loadDefinitions(database, organizationId);
    const saved = await listTemplates(database, organizationId);
    return { data: saved.map((template) => shownTemplate(template, definitions)) };
  });

  bind(app, 'starterTemplate', templates.starterTemplate, async () => starterSource());

  bind(app, 'checkTemplate', templates.checkTemplate, async ({ body, request }) => {
    const { organizationId } = principalOf(request);
    const { classified, ...checked } = await checkSource(database, organizationId, body);
    const definitions = await loadDefinitions(database, organizationId);
    return { ...checked, class: shownClass(classified, definitions) };
  });

  bind(app, 'createTemplate', templates.createTemplate, async ({ body, request, reply }) => {
    const { organizationId, userId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      const wanted = body.attachments ?? [];
      const attachments = await knownAttachments(tx, organizationId, wanted);
      if (attachments.length < wanted.length) throw notFound('attachment');
      const given = { ...body, attachments, createdBy: userId };
      const made = await createTemplate(tx, organizationId, given);
      if (made.kind === 'refused') throw badSource(made.problems);
      await noteIn(tx, services, request, 'template.created', { templateId: made.template.id });
      return withEtag(
        reply,
        shownTemplate(made.template, await loadDefinitions(tx, organizationId)),
      );
    });
  });

  bind(app, 'getTemplate', templates.getTemplate, async ({ params, request, reply }) => {
    const { organizationId } = principalOf(request);
    const template = await getTemplate(database, organizationId, params.id);
    if (!template) throw notFound('template');
    return withEtag(
      reply,
      shownTemplate(template, await loadDefinitions(database, organizationId)),
    );
  });

  bind(
    app,
    'updateTemplate',
    templates.updateTemplate,
    async ({ params, body, request, reply }) => {
      const { organizationId } = principalOf(request);
      const version = versionOf(request);
      return inTransaction(database, async (tx) => {
        const definitions = await loadDefinitions(tx, organizationId);
        const done = await updateTemplate(tx, organizationId, params.id, { ...body, version });
        if (done.kind === 'unknown') throw notFound('template');
        if (done.kind === 'refused') throw badSource(done.problems);
        if (done.kind === 'stale') throw stale(shownTemplate(done.current, definitions), version);
        const subject = { templateId: params.id, version: done.template.version };
        await noteIn(tx, services, request, 'template.changed', subject);
        return withEtag(reply, shownTemplate(done.template, definitions));
      });
    },
  );

  bind(app, 'deleteTemplate', templates.deleteTemplate, async ({ params, request }) => {
    const { organizationId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      const done = await deleteTemplate(tx, organizationId, params.id, null);
      if (done.kind !== 'deleted') throw notFound('template');
      await noteIn(tx, services, request, 'template.deleted', { templateId: params.id });
      return null;
    });
  });

  bind(app, 'previewTemplate', templates.previewTemplate, async ({ body, request }) => {
    const { organizationId } = principalOf(request);
    const { contactId, templateId, ...source } = body;
    const keys = await keyring.of(organizationId);
    const definitions = await loadDefinitions(database, organizationId);
    // before anybody is opened: a field above one's class is not filled from a real person
    const { classified } = await checkSource(database, organizationId, source);
    requirePeople(request, classified, 'What this template fills in');
    const contact = await getContact(database, keys, definitions, contactId);
    if (!contact) throw notFound('contact');
    const organization = await getOrganization(database, organizationId);
    await note(services, request, 'contact.previewed', { contactId });
    const attachments = templateId ? await attachedTo(organizationId, templateId) : [];
    const { rendered, refused } = await previewSource(
      source,
      definitions,
      async (fields) => previewPermit(organization, contact, fields, now()),
      {
        organizationName: organization.name,
        organizationAddress: organization.postalAddress,
        unsubscribeUrl: 'https://example.org/unsubscribe',
        preferencesUrl: 'https://example.org/preferences',
        commercial: true,
      },
    );
    return { rendered: rendered && { ...rendered, attachments }, refused };
  });
}

function badSource(
  problems: readonly { place: string; line: number; column: number; sentence: string }[],
): ApiProblem {
  const errors = problems.map(({ place, line, column, sentence }) => ({
    pointer: `/${place === 'body' ? 'mjml' : place}`,
    detail: `line ${line}, column ${column}: ${sentence}`,
  }));
  const first = problems[0];
  const detail = first
    ? `In the ${first.place}, line ${first.line}, column ${first.column}: ${first.sentence}`
    : 'The template cannot be used.';
  return new ApiProblem('invalid_content', detail, errors, { problems });
}
