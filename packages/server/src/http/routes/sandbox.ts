import type { FastifyInstance } from 'fastify';
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
import { sandbox } from '../contract/index.ts';
import { decodeCursor, encodeCursor, isUuid } from '../cursor.ts';
import { withLinksOutside } from '../links-outside.ts';
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
  bind(app, 'listMessages', sandbox.listMessages, async ({ query, request }) => {
    const after = decodeCursor(query.cursor, isUuid) ?? null;
    const { organizationId } = principalOf(request);
    const { messages, next } = await listSandboxMessages(services, organizationId, {
      campaignId: query.campaignId,
      after,
      limit: query.limit ?? 50,
    });
    await note(services, request, 'message.listed', { count: messages.length });
    return {
      data: messages.map(shownMessage),
      nextCursor: next === null ? null : encodeCursor(next),
    };
  });

  bind(app, 'getMessage', sandbox.getMessage, async ({ params, request }) => {
    const message = await openSandboxMessage(
      services,
      principalOf(request).organizationId,
      params.id,
    );
    if (!message) throw notFound('message');
    await note(services, request, 'message.viewed', { messageId: params.id });
    const { headers, html, text, attachments, source } = message;
    return { ...shownMessage(message), headers, html, text, attachments, source };
  });

  bind(app, 'messageHtml', sandbox.messageHtml, async ({ params, request, reply }) => {
    const message = await openSandboxMessage(
      services,
      principalOf(request).organizationId,
      params.id,
    );
    if (!message) throw notFound('message');
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
    const content = await sandboxSource(services, organizationId, params.id);
    if (!content) throw notFound('message');
    await note(services, request, 'message.viewed', { messageId: params.id });
    const filename = `message-${params.id}.eml`;
    return asDownload(reply, { filename, contentType: 'message/rfc822', content });
  });

  bind(app, 'messageAttachment', sandbox.messageAttachment, async ({ params, request, reply }) => {
    const { organizationId } = principalOf(request);
    const file = await sandboxAttachment(services, organizationId, params.id, params.place);
    if (!file) throw notFound('attachment');
    await note(services, request, 'message.viewed', { messageId: params.id });
    return asDownload(reply, { ...file, contentType: 'application/octet-stream' });
  });
}

function shownMessage({ receivedAt, tls, ...message }: SandboxMessage) {
  const { id, subject, from, to, size, dkim, campaignId } = message;
  return {
    id,
    subject,
    from,
    to,
    size,
    dkim,
    campaignId,
    tls,
    receivedAt: receivedAt.toISOString(),
  };
}
