import type { FastifyInstance, FastifyRequest } from 'fastify';
import { campaignClasses } from '../../campaigns/index.ts';
import {
  listSandboxMessages,
  openSandboxMessage,
  type SandboxMessage,
  sandboxAttachment,
  sandboxSource,
} from '../../delivery/index.ts';
import { asDownload } from '../as-download.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { seesPeople } from '../class-guard.ts';
import { sandbox } from '../contract/index.ts';
import { decodeCursor, encodeCursor, isUuid } from '../cursor.ts';
import { withLinksOutside } from '../links-outside.ts';
import { requireCampaign } from '../named-campaigns.ts';
import { note } from '../note.ts';
import { notFound } from '../problem.ts';
import type { Services } from '../services.ts';

/**
 * A captured message can run nothing and fetch nothing: no script, no remote image, no form, and an
 * origin of its own, so that it sees neither cookies nor pages. A link may open a window of its own,
 * as it does for the recipient; the message itself stays where it is.
 */
const CAGE =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

export function sandboxRoutes(app: FastifyInstance, services: Services): void {
  const opened = async (request: FastifyRequest, id: string) => {
    const message = await openSandboxMessage(services, principalOf(request).organizationId, id);
    if (!message) throw notFound('message');
    await requireCampaign(services, request, message.campaignId);
    return message;
  };

  bind(app, 'listMessages', sandbox.listMessages, async ({ query, request }) => {
    const after = decodeCursor(query.cursor, isUuid) ?? null;
    const { organizationId } = principalOf(request);
    const { messages, next } = await listSandboxMessages(services, organizationId, {
      campaignId: query.campaignId,
      after,
      limit: query.limit ?? 50,
    });
    await note(services, request, 'message.listed', { count: messages.length });
    const ids = messages.flatMap(({ campaignId: id }) => (id === null ? [] : [id]));
    const classes = await campaignClasses(services.database, organizationId, ids);
    const viewer = principalOf(request);
    return {
      data: messages.map((message) =>
        shownMessage(message, seesPeople(viewer, classes.get(message.campaignId ?? '') ?? null)),
      ),
      nextCursor: next === null ? null : encodeCursor(next),
    };
  });

  bind(app, 'getMessage', sandbox.getMessage, async ({ params, request }) => {
    const message = await opened(request, params.id);
    await note(services, request, 'message.viewed', { messageId: params.id });
    const { headers, html, text, attachments, source } = message;
    return { ...shownMessage(message, true), headers, html, text, attachments, source };
  });

  bind(app, 'messageHtml', sandbox.messageHtml, async ({ params, request, reply }) => {
    const message = await opened(request, params.id);
    await note(services, request, 'message.viewed', { messageId: params.id });
    return reply
      .header('content-security-policy', CAGE)
      .type('text/html; charset=utf-8')
      .serializer(String)
      .send(
        message.html === null
          ? '<!doctype html><title>No HTML</title><p>This message has no HTML part.'
          : withLinksOutside(message.html),
      );
  });

  bind(app, 'messageSource', sandbox.messageSource, async ({ params, request, reply }) => {
    const { organizationId } = principalOf(request);
    await opened(request, params.id);
    const content = await sandboxSource(services, organizationId, params.id);
    if (!content) throw notFound('message');
    await note(services, request, 'message.viewed', { messageId: params.id });
    const filename = `message-${params.id}.eml`;
    return asDownload(reply, { filename, contentType: 'message/rfc822', content });
  });

  bind(app, 'messageAttachment', sandbox.messageAttachment, async ({ params, request, reply }) => {
    const { organizationId } = principalOf(request);
    await opened(request, params.id);
    const file = await sandboxAttachment(services, organizationId, params.id, params.place);
    if (!file) throw notFound('attachment');
    await note(services, request, 'message.viewed', { messageId: params.id });
    return asDownload(reply, { ...file, contentType: 'application/octet-stream' });
  });
}

function shownMessage({ receivedAt, tls, ...message }: SandboxMessage, isOpen: boolean) {
  const { id, from, size, dkim, campaignId } = message;
  const subject = isOpen ? message.subject : 'A message above your class';
  const to = isOpen ? message.to : '';
  return {
    id,
    subject,
    from,
    to,
    size,
    dkim,
    campaignId,
    locked: !isOpen,
    tls,
    receivedAt: receivedAt.toISOString(),
  };
}
