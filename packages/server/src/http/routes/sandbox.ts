import { SENSITIVITIES } from '@postern/core/values';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { invitedBeyond } from '../../access/index.ts';
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
import { requirePeople, seesPeople } from '../class-guard.ts';
import { sandbox } from '../contract/index.ts';
import { decodeCursor, encodeCursor, isUuid } from '../cursor.ts';
import { withLinksOutside } from '../links-outside.ts';
import { requireCampaign } from '../named-campaigns.ts';
import { note } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

/**
 * A captured message can run nothing and fetch nothing: no script, no remote image, no form, and an
 * origin of its own, so that it sees neither cookies nor pages. A link may open a window of its own,
 * as it does for the recipient; the message itself stays where it is.
 */
const CAGE =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/**
 * Mail without a campaign: who reads a code or a link in it could sign, or look at what is on file, as
 * the patient. So it takes who sees all of everybody.
 */
const ANYBODYS = { sensitivity: SENSITIVITIES.at(-1) ?? 'part2' } as const;

export function sandboxRoutes(app: FastifyInstance, services: Services): void {
  const opened = async (request: FastifyRequest, id: string) => {
    const message = await openSandboxMessage(services, principalOf(request).organizationId, id);
    if (!message) throw notFound('message');
    await requireCampaign(services, request, message.campaignId);
    const closed = await invitations(request, [message]);
    if (closed(message)) {
      throw new ApiProblem(
        'permission_missing',
        'Somebody is invited by this message, to roles that you cannot give: it is open to them alone.',
      );
    }
    if (message.campaignId === null) {
      requirePeople(
        request,
        ANYBODYS,
        'Mail without a campaign, such as a code or a link to sign,',
      );
    }
    return message;
  };
  /** Which messages bring an invitation that the viewer could not have sent. */
  const invitations = async (request: FastifyRequest, messages: readonly SandboxMessage[]) => {
    const addresses = messages.filter(({ campaignId }) => campaignId === null).map(addressOf);
    const beyond = await invitedBeyond(
      services.database,
      principalOf(request),
      addresses,
      services.now(),
    );
    return (one: SandboxMessage) => one.campaignId === null && beyond.has(addressOf(one));
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
    const closed = await invitations(request, messages);
    return {
      data: messages.map((message) => {
        const { campaignId } = message;
        const touched = campaignId === null ? ANYBODYS : (classes.get(campaignId) ?? null);
        if (seesPeople(viewer, touched) && !closed(message)) return shownMessage(message);
        const above =
          campaignId === null ? 'A code, a link or a notice' : 'A message above your class';
        return shownMessage(message, closed(message) ? 'An invitation' : above);
      }),
      nextCursor: next === null ? null : encodeCursor(next),
    };
  });

  bind(app, 'getMessage', sandbox.getMessage, async ({ params, request }) => {
    const message = await opened(request, params.id);
    await note(services, request, 'message.viewed', { messageId: params.id });
    const { headers, html, text, attachments, source } = message;
    return { ...shownMessage(message), headers, html, text, attachments, source };
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

/** Of 'Name <address>', or the address alone. */
const addressOf = ({ to }: SandboxMessage) => to.replace(/^.*<|>$/g, '').toLowerCase();

/** A message; where it is locked, with what it is in place of its subject. */
function shownMessage({ receivedAt, tls, ...message }: SandboxMessage, locked?: string) {
  const { id, from, size, dkim, campaignId } = message;
  const subject = locked ?? message.subject;
  const to = locked === undefined ? message.to : '';
  return {
    id,
    subject,
    from,
    to,
    size,
    dkim,
    campaignId,
    locked: locked !== undefined,
    tls,
    receivedAt: receivedAt.toISOString(),
  };
}
