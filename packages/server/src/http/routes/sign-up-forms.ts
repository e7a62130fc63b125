import type { ContentFault } from '@postern/core/sign-up';
import type { FastifyInstance } from 'fastify';
import { validate } from 'uuid';
import { type Database, inTransaction, type Tx } from '../../database/index.ts';
import {
  createSignUpForm,
  type ListedSignUpForm,
  listSignUpForms,
  updateSignUpForm,
} from '../../forms/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind } from '../bind.ts';
import { signUpForms } from '../contract/index.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { noteIn } from '../note.ts';
import { ApiProblem, notFound } from '../problem.ts';
import type { Services } from '../services.ts';

export function signUpFormRoutes(app: FastifyInstance, services: Services): void {
  const { database, now } = services;

  const shown = ({ form, figures }: ListedSignUpForm) => ({
    id: form.id,
    version: form.version,
    content: form.content,
    address: `${services.publicUrl()}/s/${form.token}`,
    figures,
    createdAt: form.createdAt.toISOString(),
    updatedAt: form.updatedAt.toISOString(),
  });

  async function one(db: Database | Tx, organizationId: string, id: string) {
    const [found] = validate(id) ? await listSignUpForms(db, organizationId, id) : [];
    if (found === undefined) throw notFound('sign-up form');
    return shown(found);
  }

  bind(app, 'listSignUpForms', signUpForms.listSignUpForms, async ({ request }) => {
    const all = await listSignUpForms(database, principalOf(request).organizationId);
    return { data: all.map(shown) };
  });

  bind(app, 'getSignUpForm', signUpForms.getSignUpForm, async ({ params, request, reply }) =>
    withEtag(reply, await one(database, principalOf(request).organizationId, params.id)),
  );

  bind(app, 'createSignUpForm', signUpForms.createSignUpForm, async ({ body, request, reply }) => {
    const { organizationId, userId } = principalOf(request);
    const made = await inTransaction(database, async (tx) => {
      const by = { createdBy: userId, at: now() };
      const done = await createSignUpForm(tx, organizationId, body, by);
      if (done.kind === 'refused') throw refused(done.faults);
      await noteIn(tx, services, request, 'sign_up_form.created', { signUpFormId: done.form.id });
      return one(tx, organizationId, done.form.id);
    });
    return withEtag(reply, made);
  });

  bind(app, 'updateSignUpForm', signUpForms.updateSignUpForm, async (call) => {
    const { params, body, request, reply } = call;
    const { organizationId } = principalOf(request);
    const version = versionOf(request);
    const saved = await inTransaction(database, async (tx) => {
      const place = { organizationId, id: params.id, version };
      const done = await updateSignUpForm(tx, place, body, now());
      if (done.kind === 'unknown') throw notFound('sign-up form');
      if (done.kind === 'refused') throw refused(done.faults);
      if (done.kind === 'stale') throw stale(await one(tx, organizationId, params.id), version);
      await noteIn(tx, services, request, 'sign_up_form.changed', { signUpFormId: params.id });
      return one(tx, organizationId, params.id);
    });
    return withEtag(reply, saved);
  });
}

const refused = (faults: readonly ContentFault[]) =>
  new ApiProblem('invalid_content', faults[0]?.detail ?? 'The form cannot be used.', faults);
