import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  askNotice,
  deleteDocument,
  fileScan,
  giveCopy,
  listDocuments,
  listKept,
  listRequests,
  MOST_SCAN_BYTES,
  noteHeld,
  openSigned,
  type Requested,
  renewRequest,
  requestSignature,
  sendCopy,
  signableForms,
  unlockRequest,
  withdrawRequest,
} from '../../authorizations/index.ts';
import { getContact, loadDefinitions } from '../../contacts/index.ts';
import { inTransaction } from '../../database/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import { getPortalSettings } from '../../organizations/index.ts';
import { whatIsOnFile } from '../../portal/index.ts';
import { asDownload } from '../as-download.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { signing } from '../contract/index.ts';
import { note, noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';
import { uploadedFile } from '../uploaded-file.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
};

/** Files of deleted people that are listed at once. */
const MOST_KEPT = 200;

/** What staff does about signing: ask, take back, open again; and keep what was signed. */
export function signingRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring, now } = services;

  const about = async (request: FastifyRequest) => {
    const { organizationId, userId } = principalOf(request);
    return { organizationId, userId, keys: await keyring.of(organizationId) };
  };

  const known = async (request: FastifyRequest, contactId: string) => {
    const { organizationId, userId, keys } = await about(request);
    const definitions = await loadDefinitions(database, organizationId);
    if (!(await getContact(database, keys, definitions, contactId))) throw notFound('contact');
    return { organizationId, userId, keys };
  };

  /** Of who was deleted too, for as long as something that they signed is kept. */
  const ofContact = async (request: FastifyRequest, contactId: string) => {
    const { organizationId, keys } = await about(request);
    const forms = await signableForms(database, organizationId);
    const requests = await listRequests(database, organizationId, contactId, now());
    const documents = await listDocuments(database, keys, contactId);
    if (documents.length === 0) await known(request, contactId);
    const onFile = await whatIsOnFile(database, keys, contactId);
    return {
      forms: forms.map(({ id, version, content: { title, language, kinds } }) => ({
        id,
        version,
        title,
        language,
        kinds,
      })),
      requests: requests.map((row) => ({
        ...row,
        createdAt: row.createdAt.toISOString(),
        expiresAt: row.expiresAt.toISOString(),
        signedAt: row.signedAt?.toISOString() ?? null,
      })),
      documents: documents.map(({ file, ...document }) => ({
        ...document,
        file: file && {
          ...file,
          signedAt: file.signedAt.toISOString(),
          copyGivenAt: file.copyGivenAt?.toISOString() ?? null,
        },
      })),
      hasEmail: onFile.hasEmail,
      hasBirthDate: onFile.birthDate !== null,
    };
  };

  bind(app, 'getContactSigning', signing.getContactSigning, async ({ params, request }) => {
    const shown = await ofContact(request, params.id);
    await note(services, request, 'signing.viewed', { contactId: params.id });
    return shown;
  });

  bind(app, 'requestSignature', signing.requestSignature, async ({ params, body, request }) => {
    const { organizationId, userId, keys } = await known(request, params.id);
    const { way, formId } = body;
    if (way === 'mail') await mayBeMailed(keys, params.id);
    const asked = await inTransaction(database, async (tx) => {
      const days = body.way === 'mail' ? body.days : undefined;
      const given = { contactId: params.id, formId, way, days, createdBy: userId, now: now() };
      const made = await requestSignature(tx, keys, given);
      if (made.kind !== 'asked') throw notAsked(made);
      const subject = { contactId: params.id, requestId: made.id, formId, way };
      await noteIn(tx, services, request, 'signing.requested', subject, keys);
      return made;
    });
    if (way === 'tablet') {
      const link = `${services.publicUrl()}/a/${asked.token}`;
      return { notice: null, link, signing: await ofContact(request, params.id) };
    }
    const notice = await mailLink(organizationId, params.id, asked);
    return { notice, link: null, signing: await ofContact(request, params.id) };
  });

  bind(app, 'renewSigningRequest', signing.renewSigningRequest, async ({ params, request }) => {
    const { id: contactId, requestId } = params;
    const { organizationId, userId, keys } = await known(request, contactId);
    await mayBeMailed(keys, contactId);
    const asked = await inTransaction(database, async (tx) => {
      const place = { organizationId, contactId, id: requestId };
      const made = await renewRequest(tx, keys, place, { createdBy: userId, now: now() });
      if (made.kind === 'unknown') throw nothingOpen();
      if (made.kind !== 'asked') throw notAsked(made);
      const withdrawn = { contactId, requestId };
      await noteIn(tx, services, request, 'signing.withdrawn', withdrawn, keys);
      const subject = { contactId, requestId: made.id, inPlaceOf: requestId, way: 'mail' };
      await noteIn(tx, services, request, 'signing.requested', subject, keys);
      return made;
    });
    const notice = await mailLink(organizationId, contactId, asked);
    return { notice, signing: await ofContact(request, contactId) };
  });

  async function mayBeMailed(keys: OrganizationKeys, contactId: string): Promise<void> {
    const onFile = await whatIsOnFile(database, keys, contactId);
    if (onFile.hasEmail && onFile.birthDate !== null) return;
    throw new ApiProblem(
      'not_possible_now',
      'A link by mail needs an email address and a birth date on file: by them the person shows who they are. Add them, or ask on a tablet.',
    );
  }

  async function mailLink(organizationId: string, contactId: string, asked: Asked) {
    const settings = await getPortalSettings(database, organizationId);
    const mail = askNotice(settings, services.publicUrl(), asked.token, asked.until);
    const notice = await services.sendNotice(organizationId, contactId, mail);
    const place = { organizationId, contactId, id: asked.id };
    await noteHeld(database, place, notice === 'held');
    return notice;
  }

  bind(app, 'withdrawSigningRequest', signing.withdrawSigningRequest, async (call) => {
    const { id: contactId, requestId } = call.params;
    const { organizationId, keys } = await known(call.request, contactId);
    await inTransaction(database, async (tx) => {
      const place = { organizationId, contactId, id: requestId };
      if (!(await withdrawRequest(tx, place))) throw nothingOpen();
      const subject = { contactId, requestId };
      await noteIn(tx, services, call.request, 'signing.withdrawn', subject, keys);
    });
    return ofContact(call.request, contactId);
  });

  bind(app, 'unlockSigningRequest', signing.unlockSigningRequest, async ({ params, request }) => {
    const { id: contactId, requestId } = params;
    const { organizationId, keys } = await known(request, contactId);
    await inTransaction(database, async (tx) => {
      const place = { organizationId, contactId, id: requestId };
      if (!(await unlockRequest(tx, place, now()))) throw nothingOpen();
      const subject = { contactId, requestId };
      await noteIn(tx, services, request, 'signing.unlocked', subject, keys);
    });
    return ofContact(request, contactId);
  });

  bind(app, 'getSignedDocument', signing.getSignedDocument, async ({ params, request, reply }) => {
    const { id: contactId, documentId } = params;
    const { organizationId, keys } = await about(request);
    const place = { organizationId, contactId, id: documentId };
    const file = await openSigned(database, keys, place);
    if (file === null) throw notFound('signed document');
    await note(services, request, 'document.downloaded', { contactId, documentId });
    const ending = ENDINGS[file.contentType] ?? 'bin';
    return asDownload(reply, { ...file, filename: `authorization-${documentId}.${ending}` });
  });

  bind(app, 'listKeptDocuments', signing.listKeptDocuments, async ({ request }) => {
    const { keys } = await about(request);
    const { total, kept } = await listKept(database, keys, MOST_KEPT);
    await note(services, request, 'document.kept_listed', { count: kept.length });
    const data = kept.map((one) => ({
      ...one,
      signedAt: one.signedAt.toISOString(),
      deletedAt: one.deletedAt.toISOString(),
    }));
    return { data, total };
  });

  bind(app, 'fileSignedScan', signing.fileSignedScan, async ({ params, request }) => {
    const { id: contactId, documentId } = params;
    const { organizationId, keys } = await known(request, contactId);
    const { content } = await uploadedFile(request, MOST_SCAN_BYTES);
    await inTransaction(database, async (tx) => {
      const place = { organizationId, contactId, id: documentId };
      const done = await fileScan(tx, keys, place, content);
      if (done.kind === 'unknown') throw notFound('authorization');
      if (done.kind === 'refused') throw new ApiProblem('invalid_content', done.sentence);
      if (done.kind === 'there-already') {
        throw new ApiProblem(
          'not_possible_now',
          'There is a file of this document already, and what was signed is never replaced.',
        );
      }
      const subject = { contactId, documentId, bytes: content.length };
      await noteIn(tx, services, request, 'document.filed', subject, keys);
    });
    return ofContact(request, contactId);
  });

  bind(app, 'giveSignedCopy', signing.giveSignedCopy, async ({ params, body, request }) => {
    const { id: contactId, documentId } = params;
    const { organizationId, userId, keys } = await known(request, contactId);
    const place = { organizationId, contactId, id: documentId };
    if (body.way === 'portal') {
      const notice = await sendCopy({ ...services, keys }, place, userId);
      if (notice === 'nothing') {
        throw new ApiProblem(
          'not_possible_now',
          'The copy cannot be opened by a link: it was not signed on a page of ours, or the person has no email address or birth date on file. Hand it over on paper.',
        );
      }
      return { notice, signing: await ofContact(request, contactId) };
    }
    await inTransaction(database, async (tx) => {
      const given = { way: body.way, actor: `user:${userId}`, at: now() };
      if ((await giveCopy(tx, keys, place, given)) === 'unknown') throw notFound('signed document');
      const subject = { contactId, documentId, way: body.way };
      await noteIn(tx, services, request, 'signing.copy_given', subject, keys);
    });
    return { notice: null, signing: await ofContact(request, contactId) };
  });

  bind(app, 'deleteSignedDocument', signing.deleteSignedDocument, async ({ params, request }) => {
    const { id: contactId, documentId } = params;
    const { organizationId, keys } = await about(request);
    await inTransaction(database, async (tx) => {
      const place = { organizationId, contactId, id: documentId };
      const done = await deleteDocument(tx, keys, place, now());
      if (done.kind === 'unknown') throw notFound('signed document');
      if (done.kind === 'kept') {
        throw new ApiProblem('not_possible_now', keptSentence(done.until));
      }
      await noteIn(tx, services, request, 'document.deleted', { contactId, documentId }, keys);
    });
    return ofContact(request, contactId);
  });
}

type Asked = Extract<Requested, { kind: 'asked' }>;

const notAsked = (made: Exclude<Requested, Asked>) =>
  made.kind === 'not-published'
    ? notFound('published form')
    : new ApiProblem(
        'not_possible_now',
        `The form says that it ends on ${made.on}, which is over: nobody can sign it.`,
      );

const keptSentence = (until: string | null) =>
  until === null
    ? 'The document stands and has no known end: it is kept for as long as it stands, and six years more (45 CFR 164.530(j)(2)).'
    : `The document is kept until ${until}: six years from when it was made or was last in effect, whichever is later (45 CFR 164.530(j)(2)).`;

const nothingOpen = () =>
  new ApiProblem(
    'not_possible_now',
    'There is no such request that is open: it was signed, withdrawn or has expired, or never was.',
  );
