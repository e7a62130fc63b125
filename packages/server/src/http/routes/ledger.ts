import type { FastifyInstance, FastifyRequest } from 'fastify';
import { userNames } from '../../access/index.ts';
import { sealLedger } from '../../audit/index.ts';
import { forgetPerson, loadLedger, openRestrictions } from '../../consent/index.ts';
import { getContact, loadDefinitions } from '../../contacts/index.ts';
import { inTransaction } from '../../database/index.ts';
import { getOrganization } from '../../organizations/index.ts';
import { endPickUp } from '../../portal/index.ts';
import { asDownload } from '../as-download.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { ledger as shapes } from '../contract/index.ts';
import { ledgerEvidence } from '../ledger-evidence.ts';
import { ledgerLetter } from '../ledger-letter.ts';
import { note, noteIn } from '../note.ts';
import { personOf } from '../person.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { shownLedger } from '../shown-ledger.ts';

/** Requests for a restriction that are listed at once. */
const LISTED = 20;

/** The ledger of one person: to look at, to hand out, and what becomes of it when they are deleted. */
export function ledgerRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;

  const load = async (request: FastifyRequest, contactId: string) => {
    const { organizationId } = principalOf(request);
    const keys = await keyring.of(organizationId);
    const definitions = await loadDefinitions(database, organizationId);
    const contact = await getContact(database, keys, definitions, contactId);
    // what is shown names entries of the audit by their numbers
    await sealLedger(database, keys);
    const found = await loadLedger(database, keys, contactId);
    // of somebody who was deleted the ledger is kept, and shown for as long
    if (contact === null && found.deletedAt === null) throw notFound('contact');
    const names = await userNames(database, organizationId);
    return { ledger: found, names, person: contact && personOf(contact) };
  };

  bind(app, 'consentLedger', shapes.consentLedger, async ({ params, query, request }) => {
    const today = now().toISOString();
    const at = query.at === undefined ? today : new Date(query.at).toISOString();
    if (at > today) {
      const detail = 'The moment is still to come; expected one in the past.';
      throw new ApiProblem('invalid_content', detail, [{ pointer: '/at', detail }]);
    }
    const { ledger, names } = await load(request, params.id);
    const subject = { contactId: params.id, at: query.at === undefined ? null : at };
    await note(services, request, 'consent.viewed', subject);
    return shownLedger(params.id, ledger, names, at);
  });

  bind(app, 'consentLetter', shapes.consentLetter, async ({ params, request, reply }) => {
    const { ledger, names, person } = await load(request, params.id);
    const { organizationId } = principalOf(request);
    const { name, postalAddress } = await getOrganization(database, organizationId);
    const about = { organizationName: name, postalAddress, personName: person?.name ?? '' };
    const shown = shownLedger(params.id, ledger, names, now().toISOString());
    const content = Buffer.from(ledgerLetter(shown, about));
    const subject = { contactId: params.id, form: 'letter', events: shown.events.length };
    await note(services, request, 'consent.downloaded', subject);
    const filename = `choices-${params.id}.html`;
    return asDownload(reply, { filename, contentType: 'text/html; charset=utf-8', content });
  });

  bind(app, 'consentEvidence', shapes.consentEvidence, async ({ params, request, reply }) => {
    const { ledger, names, person } = await load(request, params.id);
    const { organizationId } = principalOf(request);
    const { name: organizationName } = await getOrganization(database, organizationId);
    const madeAt = now().toISOString();
    const contactId = params.id;
    const about = { organizationId, organizationName, contactId, madeAt };
    const content = Buffer.from(
      ledgerEvidence(
        ledger,
        {
          ...about,
          person: person && {
            name: person.name,
            email: person.email,
            recordNumber: person.recordNumber,
          },
        },
        names,
      ),
    );
    const subject = { contactId, form: 'evidence', events: ledger.entries.length };
    await note(services, request, 'consent.downloaded', subject);
    const filename = `consent-${contactId}.ndjson`;
    return asDownload(reply, { filename, contentType: 'application/x-ndjson', content });
  });

  // ids and times: nobody is looked at until one of them is opened
  bind(app, 'restrictionRequests', shapes.restrictionRequests, async ({ request }) => {
    const { organizationId } = principalOf(request);
    const { total, open } = await openRestrictions(database, organizationId, LISTED);
    const data = open.map(({ contactId, askedAt }) => ({
      contactId,
      askedAt: askedAt.toISOString(),
    }));
    return { total, data };
  });

  bind(app, 'deleteContact', shapes.deleteContact, async ({ params, request }) => {
    const { organizationId } = principalOf(request);
    const keys = await keyring.of(organizationId);
    const contactId = params.id;
    return inTransaction(database, async (tx) => {
      const gone = await forgetPerson(tx, keys, contactId, now());
      if (gone === null) throw notFound('contact');
      const withdrawn = await endPickUp(tx, organizationId, contactId, now());
      const keptUntil = gone.keptUntil?.toISOString().slice(0, 10) ?? null;
      const subject = { contactId, withdrawn, keptUntil };
      await noteIn(tx, services, request, 'contact.deleted', subject, keys);
      return { keptUntil };
    });
  });
}
