import { type Fault, wordingOf } from '@postern/core/authorizations';
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  beginVersion,
  checkForm,
  createForm,
  formVersions,
  listForms,
  publishForm,
  retireForm,
  type SavedForm,
  updateDraft,
} from '../../authorizations/index.ts';
import { type Database, inTransaction, type Tx } from '../../database/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { authorizationForms } from '../contract/index.ts';
import { stale, versionOf } from '../if-match.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

export function authorizationFormRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;
  const {
    listAuthorizationForms,
    createAuthorizationForm,
    checkAuthorizationForm,
    getAuthorizationForm,
    getAuthorizationFormVersion,
    updateAuthorizationForm,
    publishAuthorizationForm,
    beginAuthorizationFormVersion,
    retireAuthorizationForm,
  } = authorizationForms;

  bind(app, 'listAuthorizationForms', listAuthorizationForms, async ({ request }) => {
    const found = await listForms(database, principalOf(request).organizationId);
    return { data: found.map(({ newest, published }) => shownInList(newest, published)) };
  });

  bind(app, 'getAuthorizationForm', getAuthorizationForm, async ({ params, request, reply }) =>
    tagged(reply, await shownForm(database, principalOf(request).organizationId, params.id)),
  );

  bind(app, 'getAuthorizationFormVersion', getAuthorizationFormVersion, async (call) => {
    const { organizationId } = principalOf(call.request);
    return shownForm(database, organizationId, call.params.id, call.params.version);
  });

  bind(app, 'checkAuthorizationForm', checkAuthorizationForm, async ({ body, request }) => {
    const { organizationId } = principalOf(request);
    const today = now().toISOString().slice(0, 10);
    return {
      ...(await checkForm(database, organizationId, body.content, today)),
      wording: wordingOf(body.content),
    };
  });

  bind(app, 'createAuthorizationForm', createAuthorizationForm, async (call) => {
    const { organizationId, userId } = principalOf(call.request);
    return inTransaction(database, async (tx) => {
      const given = { kind: call.body.kind, createdBy: userId };
      const { id } = await createForm(tx, organizationId, given);
      const subject = { formId: id, kind: call.body.kind };
      await noteIn(tx, services, call.request, 'authorization_form.created', subject);
      return tagged(call.reply, await shownForm(tx, organizationId, id));
    });
  });

  bind(app, 'updateAuthorizationForm', updateAuthorizationForm, async (call) => {
    const { params, body, request, reply } = call;
    const { organizationId } = principalOf(request);
    const revision = versionOf(request);
    return inTransaction(database, async (tx) => {
      const change = { content: body.content, revision };
      const done = await updateDraft(tx, organizationId, params.id, change);
      if (done.kind === 'unknown') throw notFound('form');
      const shown = await shownForm(tx, organizationId, params.id);
      if (done.kind === 'stale') throw stale(shown, revision);
      if (done.kind === 'frozen') throw frozen();
      const subject = { formId: params.id, version: done.form.version };
      await noteIn(tx, services, request, 'authorization_form.changed', subject);
      return tagged(reply, shown);
    });
  });

  bind(app, 'publishAuthorizationForm', publishAuthorizationForm, async (call) => {
    const { params, request, reply } = call;
    const { organizationId } = principalOf(request);
    const revision = versionOf(request);
    return inTransaction(database, async (tx) => {
      const done = await publishForm(tx, organizationId, params.id, { revision, at: now() });
      if (done.kind === 'unknown') throw notFound('form');
      if (done.kind === 'refused') throw faulty(done.faults);
      const shown = await shownForm(tx, organizationId, params.id);
      if (done.kind === 'stale') throw stale(shown, revision);
      if (done.kind === 'frozen') throw frozen();
      const subject = { formId: params.id, version: done.form.version };
      await noteIn(tx, services, request, 'authorization_form.published', subject);
      return tagged(reply, shown);
    });
  });

  bind(app, 'beginAuthorizationFormVersion', beginAuthorizationFormVersion, async (call) => {
    const { params, request, reply } = call;
    const { organizationId, userId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      const done = await beginVersion(tx, organizationId, params.id, userId);
      if (done.kind === 'unknown') throw notFound('form');
      if (done.kind === 'begun') {
        const subject = { formId: params.id, version: done.form.version };
        await noteIn(tx, services, request, 'authorization_form.version_begun', subject);
      }
      return tagged(reply, await shownForm(tx, organizationId, params.id));
    });
  });

  bind(app, 'retireAuthorizationForm', retireAuthorizationForm, async (call) => {
    const { params, request, reply } = call;
    const { organizationId } = principalOf(request);
    return inTransaction(database, async (tx) => {
      const done = await retireForm(tx, organizationId, params.id);
      if (done.kind === 'unknown') throw notFound('form');
      if (done.kind === 'retired') {
        await noteIn(tx, services, request, 'authorization_form.retired', { formId: params.id });
      }
      return tagged(reply, await shownForm(tx, organizationId, params.id));
    });
  });
}

/** The form at one of its versions, or the newest, with the list of all. */
async function shownForm(db: Database | Tx, organizationId: string, id: string, version?: number) {
  const all = await formVersions(db, organizationId, id);
  const form = version === undefined ? all[0] : all.find((one) => one.version === version);
  if (form === undefined) throw notFound(all.length > 0 ? 'version of this form' : 'form');
  return {
    id,
    ...shownVersion(form),
    revision: form.revision,
    content: form.content,
    wording: wordingOf(form.content),
    updatedAt: form.updatedAt.toISOString(),
    versions: all.map(shownVersion),
  };
}

const shownVersion = ({ version, state, createdAt, publishedAt }: SavedForm) => ({
  version,
  state,
  createdAt: createdAt.toISOString(),
  publishedAt: publishedAt?.toISOString() ?? null,
});

const shownInList = (form: SavedForm, publishedVersion: number | null) => ({
  id: form.id,
  title: form.content.title,
  language: form.content.language,
  kinds: form.content.kinds,
  version: form.version,
  state: form.state,
  publishedVersion,
  updatedAt: form.updatedAt.toISOString(),
});

/** Answers with the revision as ETag: versions are of the document, and change when one is published. */
function tagged<T extends { readonly revision: number }>(reply: FastifyReply, body: T): T {
  void reply.header('etag', `"${body.revision}"`);
  return body;
}

const frozen = () =>
  new ApiProblem(
    'not_possible_now',
    'This version is frozen, since people sign it as it is. Begin a new version to change it.',
  );

function faulty(faults: readonly Fault[]): ApiProblem {
  const errors = faults.map(({ place, sentence, citations }) => ({
    pointer: `/content/${place.replace('.', '/')}`,
    detail: `${sentence} (${citations.join('; ')})`,
  }));
  return new ApiProblem(
    'invalid_content',
    'What is signed on this form would not be valid, so it cannot be published.',
    errors,
    { faults },
  );
}
