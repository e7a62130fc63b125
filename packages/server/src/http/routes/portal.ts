import { displayName } from '@postern/core/contacts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { getContact, loadDefinitions, openContacts } from '../../contacts/index.ts';
import { inTransaction } from '../../database/index.ts';
import { getPortalSettings, updatePortalSettings } from '../../organizations/index.ts';
import {
  agreedSecret,
  listMessages,
  listReplies,
  markReply,
  noticeFor,
  openReply,
  type PortalMessage,
  type PortalReply,
  renewLink,
  setAgreedSecret,
  whatIsOnFile,
  withdrawMessage,
} from '../../portal/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { requirePeople } from '../class-guard.ts';
import { portal } from '../contract/index.ts';
import { decodeCursor, encodeCursor, isUuid } from '../cursor.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { namedCampaigns } from '../named-campaigns.ts';
import { note, noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

/** More than wait for one person in years. */
const OF_ONE_CONTACT = 200;

/** What staff sees of pick-up. A message's content is for its reader alone. */
export function portalRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;

  const about = async (request: FastifyRequest) => {
    const { organizationId } = principalOf(request);
    return { organizationId, keys: await keyring.of(organizationId) };
  };

  /** Answers with who each is about, in one look. */
  const named = async <T extends { readonly contactId: string }>(
    request: FastifyRequest,
    rows: readonly T[],
  ): Promise<readonly (T & { readonly name: string })[]> => {
    const { organizationId, keys } = await about(request);
    const definitions = await loadDefinitions(database, organizationId);
    const ids = [...new Set(rows.map((row) => row.contactId))];
    const people = await openContacts(database, keys, organizationId, ids, definitions);
    return rows.map((row) => ({
      ...row,
      name: displayName(people.get(row.contactId)?.attributes ?? {}),
    }));
  };

  const known = async (request: FastifyRequest, contactId: string) => {
    const { organizationId, keys } = await about(request);
    const definitions = await loadDefinitions(database, organizationId);
    if (!(await getContact(database, keys, definitions, contactId))) throw notFound('contact');
    return { organizationId, keys };
  };

  const ofContact = async (request: FastifyRequest, contactId: string) => {
    const { organizationId, keys } = await known(request, contactId);
    const filter = { contactId, limit: OF_ONE_CONTACT };
    const messages = await listMessages(database, organizationId, filter, now());
    const secret = await agreedSecret(database, organizationId, contactId);
    const onFile = await whatIsOnFile(database, keys, contactId);
    return {
      messages: (await namedCampaigns(services, request, messages)).map(shownMessage),
      secretSetAt: secret?.setAt.toISOString() ?? null,
      hasEmail: onFile.hasEmail,
      hasBirthDate: onFile.birthDate !== null,
    };
  };

  bind(app, 'listPortalMessages', portal.listPortalMessages, async ({ query, request }) => {
    const { organizationId } = principalOf(request);
    const limit = query.limit ?? 50;
    const after = decodeCursor(query.cursor, isUuid);
    const filter = { state: query.state, after, limit: limit + 1 };
    const rows = await listMessages(database, organizationId, filter, now());
    const shown = await named(
      request,
      await namedCampaigns(services, request, rows.slice(0, limit)),
    );
    await note(services, request, 'portal.listed', { count: shown.length });
    const data = shown.map((row) => ({ ...shownMessage(row), name: row.name }));
    return { data, nextCursor: cursorOf(rows, limit) };
  });

  bind(app, 'listPortalReplies', portal.listPortalReplies, async ({ query, request }) => {
    const { organizationId } = principalOf(request);
    const limit = query.limit ?? 50;
    const after = decodeCursor(query.cursor, isUuid);
    const filter = { unread: query.unread ?? false, after, limit: limit + 1 };
    const rows = await listReplies(database, organizationId, filter);
    const shown = await named(
      request,
      await namedCampaigns(services, request, rows.slice(0, limit)),
    );
    await note(services, request, 'portal.replies_listed', { count: shown.length });
    return { data: shown.map(shownReply), nextCursor: cursorOf(rows, limit) };
  });

  bind(app, 'getContactPortal', portal.getContactPortal, async ({ params, request }) => {
    const shown = await ofContact(request, params.id);
    await note(services, request, 'portal.contact_viewed', { contactId: params.id });
    return shown;
  });

  bind(app, 'setPortalSecret', portal.setPortalSecret, async ({ params, body, request }) => {
    const { organizationId, keys } = await known(request, params.id);
    const { secret } = body;
    if (secret !== null && secret.trim().length < 8) {
      const detail = 'The agreed word is too short; expected at least 8 characters.';
      throw new ApiProblem('invalid_content', detail, [{ pointer: '/secret', detail }]);
    }
    await inTransaction(database, async (tx) => {
      await setAgreedSecret(tx, organizationId, params.id, secret, now());
      const action = secret === null ? 'portal.secret_removed' : 'portal.secret_set';
      await noteIn(tx, services, request, action, { contactId: params.id }, keys);
    });
    return ofContact(request, params.id);
  });

  bind(app, 'renewPortalLink', portal.renewPortalLink, async ({ params, request }) => {
    const { organizationId, keys } = await known(request, params.id);
    const place = { organizationId, contactId: params.id, id: params.messageId };
    const made = await inTransaction(database, async (tx) => {
      const link = await renewLink(tx, keys, place, now());
      if (link === null) throw nothingToOpen();
      const subject = { contactId: params.id, messageId: params.messageId };
      await noteIn(tx, services, request, 'portal.renewed', subject, keys);
      return link;
    });
    const settings = await getPortalSettings(database, organizationId);
    const mail = noticeFor(settings, services.publicUrl(), made.token, made.expiresAt);
    const notice = await services.sendNotice(organizationId, params.id, mail);
    return { notice, portal: await ofContact(request, params.id) };
  });

  bind(app, 'withdrawPortalMessage', portal.withdrawPortalMessage, async ({ params, request }) => {
    const { organizationId, keys } = await known(request, params.id);
    const place = { organizationId, contactId: params.id, id: params.messageId };
    await inTransaction(database, async (tx) => {
      if (!(await withdrawMessage(tx, place, now()))) throw nothingToOpen();
      const subject = { contactId: params.id, messageId: params.messageId };
      await noteIn(tx, services, request, 'portal.withdrawn', subject, keys);
    });
    return ofContact(request, params.id);
  });

  bind(app, 'getPortalReply', portal.getPortalReply, async ({ params, request }) => {
    const { organizationId, keys } = await about(request);
    const place = { organizationId, contactId: params.id, id: params.replyId };
    // free words of a patient could be about anything that they were treated for
    requirePeople(request, { sensitivity: 'diagnosis' }, 'What a person wrote');
    const reply = await openReply(database, keys, place);
    if (reply === null) throw notFound('reply');
    await note(services, request, 'portal.reply_viewed', {
      contactId: params.id,
      replyId: params.replyId,
    });
    const [shown = { ...reply, name: '' }] = await named(request, [reply]);
    return { ...shownReply(shown), text: reply.text };
  });

  bind(app, 'markPortalReply', portal.markPortalReply, async ({ params, body, request }) => {
    const { organizationId, keys } = await about(request);
    const place = { organizationId, contactId: params.id, id: params.replyId };
    const readAt = body.read ? now() : null;
    await inTransaction(database, async (tx) => {
      if (!(await markReply(tx, place, readAt))) throw notFound('reply');
      const subject = { contactId: params.id, replyId: params.replyId, read: body.read };
      await noteIn(tx, services, request, 'portal.reply_marked', subject, keys);
    });
    return { readAt: readAt?.toISOString() ?? null };
  });

  bind(app, 'getPortalSettings', portal.getPortalSettings, async ({ request, reply }) => {
    const { organizationId } = principalOf(request);
    return withEtag(reply, await getPortalSettings(database, organizationId));
  });

  bind(
    app,
    'updatePortalSettings',
    portal.updatePortalSettings,
    async ({ body, request, reply }) => {
      const { organizationId, keys } = await about(request);
      const version = versionOf(request);
      const done = await inTransaction(database, async (tx) => {
        const changed = await updatePortalSettings(tx, organizationId, body, version);
        if (changed.kind === 'stale') return changed;
        const { days, noticeInClear, withoutTls } = changed.settings;
        const subject = { days, noticeInClear, ...withoutTls };
        await noteIn(tx, services, request, 'portal.settings_changed', subject, keys);
        return changed;
      });
      if (done.kind === 'stale') throw stale(done.current, version);
      return withEtag(reply, done.settings);
    },
  );
}

const nothingToOpen = () =>
  new ApiProblem(
    'not_possible_now',
    'There is no message here that can be opened: it has expired, was withdrawn, or never was.',
  );

const cursorOf = (rows: readonly { readonly id: string }[], limit: number) => {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return last ? encodeCursor(last.id) : null;
};

function shownMessage(message: PortalMessage) {
  const { id, contactId, campaignId, campaignName, state, reads, replies } = message;
  return {
    ...{ id, contactId, campaignId, campaignName, state, reads, replies },
    createdAt: message.createdAt.toISOString(),
    expiresAt: message.expiresAt.toISOString(),
    readAt: message.readAt?.toISOString() ?? null,
  };
}

function shownReply(reply: PortalReply & { readonly name: string }) {
  const { id, contactId, messageId, campaignName, name } = reply;
  return {
    ...{ id, contactId, messageId, campaignName, name },
    createdAt: reply.createdAt.toISOString(),
    readAt: reply.readAt?.toISOString() ?? null,
  };
}
