import type { OptOutScope } from '@postern/core/consent';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { contactHistory } from '../../campaigns/index.ts';
import {
  listTopics,
  loadConsent,
  otherAddresses,
  recordConsent,
  sealEvidence,
  shownText,
  suppressedAmong,
} from '../../consent/index.ts';
import {
  absorbedBy,
  countContacts,
  findContacts,
  getContact,
  listContacts,
  loadDefinitions,
  survivorOf,
} from '../../contacts/index.ts';
import { inTransaction } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { contacts } from '../contract/index.ts';
import { badCursor } from '../cursor.ts';
import { namedCampaigns } from '../named-campaigns.ts';
import { note, noteEach, noteIn } from '../note.ts';
import { personOf } from '../person.ts';
import { ApiProblem, notFound } from '../problem.ts';
import { saidConsent } from '../said-consent.ts';
import type { Services } from '../services.ts';
import { contactDetail } from '../standing.ts';

export function contactRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;

  const about = async (request: FastifyRequest) => {
    const { organizationId, userId } = principalOf(request);
    const keys = await keyring.of(organizationId);
    return {
      organizationId,
      userId,
      keys,
      definitions: await loadDefinitions(database, organizationId),
    };
  };

  const detail = async (request: FastifyRequest, asked: string) => {
    const { organizationId } = principalOf(request);
    const [{ keys, definitions }, id] = await Promise.all([
      about(request),
      survivorOf(database, organizationId, asked),
    ]);
    const [contact, consent, topics, traces] = await Promise.all([
      getContact(database, keys, definitions, id),
      loadConsent(database, keys, [id]),
      listTopics(database, organizationId),
      absorbedBy(database, organizationId, id),
    ]);
    if (!contact) throw notFound('contact');
    const { email } = contact.attributes;
    const at = now();
    const other = (await otherAddresses(database, keys, consent, at.toISOString())).get(id);
    const emails = other !== undefined ? [other] : typeof email === 'string' ? [email] : [];
    const [suppression = null] = (await suppressedAmong(database, keys, emails)).values();
    const names = new Map(topics.map((topic) => [topic.id, topic.name]));
    const viewer = principalOf(request);
    return contactDetail(contact, { viewer, definitions }, consent.get(id) ?? [], suppression, at, {
      topics: names,
      traces,
    });
  };

  bind(app, 'listContacts', contacts.listContacts, async ({ query, request }) => {
    const { organizationId, keys, definitions } = await about(request);
    const place = { limit: query.limit ?? 50, cursor: query.cursor ?? null };
    const page = await listContacts(database, keys, definitions, place);
    if (page.kind === 'bad-cursor') throw badCursor();
    await note(services, request, 'contact.listed', { count: page.contacts.length });
    const total = await countContacts(database, organizationId);
    return { data: page.contacts.map(personOf), nextCursor: page.nextCursor, total };
  });

  bind(app, 'searchContacts', contacts.searchContacts, async ({ body, request }) => {
    const keys = await keyring.of(principalOf(request).organizationId);
    const found = await findContacts(database, keys, body.text);
    // whom a search found was looked at: who asks who saw a patient is to be told
    const seen = found.map(({ id }) => ({ contactId: id, count: found.length }));
    await noteEach(services, request, 'contact.searched', seen.length > 0 ? seen : [{ count: 0 }]);
    return { data: found.map(personOf) };
  });

  bind(app, 'getContact', contacts.getContact, async ({ params, request }) => {
    const shown = await detail(request, params.id);
    await note(services, request, 'contact.viewed', { contactId: shown.id });
    return shown;
  });

  bind(app, 'contactHistory', contacts.contactHistory, async ({ params, request }) => {
    const { organizationId, keys, definitions } = await about(request);
    if (!(await getContact(database, keys, definitions, params.id))) throw notFound('contact');
    const history = await contactHistory(database, organizationId, params.id);
    const data = await namedCampaigns(services, request, history);
    await note(services, request, 'contact.history_viewed', { contactId: params.id });
    return { data };
  });

  bind(app, 'recordConsent', contacts.recordConsent, async ({ params, body, request }) => {
    const { organizationId, userId, keys, definitions } = await about(request);
    if (!(await getContact(database, keys, definitions, params.id))) throw notFound('contact');
    const at = now();
    const { fact, evidence, shown } = saidConsent(body, at);
    if (fact.kind === 'authorization_revoked') await known(keys, params.id, fact.documentId);
    if ('scope' in fact) await isTopic(organizationId, fact.scope);
    await inTransaction(database, async (tx) => {
      const event = {
        contactId: params.id,
        fact,
        source: fact.kind === 'authorization_signed' ? 'paper' : 'staff',
        actor: `user:${userId}`,
        at,
        ...(evidence && { evidence: sealEvidence(keys, params.id, evidence) }),
        ...(shown && { shown: await shownText(tx, organizationId, shown) }),
      };
      const [eventId = null] = await recordConsent(tx, keys, [event]);
      const subject = {
        contactId: params.id,
        eventId,
        kind: fact.kind,
        ...('scope' in fact && { scope: fact.scope }),
        ...('documentId' in fact && { documentId: fact.documentId }),
        ...('document' in fact && {
          documentId: fact.document.id,
          documentKinds: fact.document.kinds.join(' '),
        }),
      };
      await noteIn(tx, services, request, 'consent.recorded', subject, keys);
    });
    return detail(request, params.id);
  });

  /** Refuses to revoke what this person never signed. */
  async function known(keys: OrganizationKeys, contactId: string, documentId: string) {
    const events = (await loadConsent(database, keys, [contactId])).get(contactId) ?? [];
    const signed = events.some(
      ({ fact }) => fact.kind === 'authorization_signed' && fact.document.id === documentId,
    );
    if (!signed)
      throw new ApiProblem('not_found', 'This person has no such authorization on file.');
  }

  /** Refuses a choice about a topic that the organization does not have. */
  async function isTopic(organizationId: string, scope: OptOutScope) {
    if (!scope.startsWith('topic:')) return;
    const topics = await listTopics(database, organizationId);
    if (topics.some(({ id }) => scope === `topic:${id}`)) return;
    const detail = 'There is no topic with this id; expected one of those under Topics.';
    throw new ApiProblem('invalid_content', detail, [{ pointer: '/scope', detail }]);
  }
}
