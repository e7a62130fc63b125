import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { appendAudit } from '../audit/index.ts';
import {
  identifySigner,
  isIdentified,
  type LocatedRequest,
  locateRequest,
  openSigned,
  sendCopy,
  sendSigningCode,
  signAuthorization,
  signatureFaults,
  strokesOf,
} from '../authorizations/index.ts';
import { inTransaction } from '../database/index.ts';
import { SESSION_MINUTES } from '../portal/index.ts';
import { asDownload } from './as-download.ts';
import { field, formGuard, publicCookie } from './form-token.ts';
import { cookieName } from './over-tls.ts';
import { readShown } from './portal-form.ts';
import { PUBLIC_POLICY, publicPage } from './public-page.ts';
import { publicScope } from './public-scope.ts';
import { rateLimit } from './rate-limit.ts';
import type { Services } from './services.ts';
import {
  endedPage,
  SIGNING_CODE_ASKED,
  type SigningDraft,
  signedPage,
  signPage,
  tabletPage,
  unknownPage,
  whoPage,
} from './signing-html.ts';
import { SIGNATURE_SCRIPT } from './signing-script.ts';

type Asked = FastifyRequest<{ Params: { token: string }; Querystring: { said?: unknown } }>;

const PATH = '/a/';
const SIGNER_COOKIE = 'postern_signer';
const BODY_BYTES = 128 * 1024;
/** The one script is ours, and lets a signature be drawn. */
const SIGN_POLICY = `${PUBLIC_POLICY}; script-src 'self'`;
const TIMED_OUT = `The page had closed by itself after ${SESSION_MINUTES} minutes. Nothing was signed. Show again who you are.`;
const OLD_FORM = 'The page was open for a long time. Nothing was signed. Please type it again.';

/**
 * Signing: `/a/<token>`. A mail program that opens every link gets the question who somebody is, and
 * nothing changes by it: only what is posted counts.
 */
export function signingPages(app: FastifyInstance, services: Services): void {
  const { now, log } = services;
  const guard = formGuard({ cookie: 'postern_signer_form', path: PATH });
  const byAddress = rateLimit(60, 600, now);
  const byToken = rateLimit(30, 600, now);
  /** Mail on its way: the answer does not wait for it. */
  const sending = new Set<Promise<unknown>>();
  app.addHook('onClose', async () => void (await Promise.all(sending)));

  app.get('/a/signature.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(SIGNATURE_SCRIPT),
  );

  void app.register(async (scope) => {
    publicScope(scope, log, { failed, bodyBytes: BODY_BYTES });

    scope.get('/a/:token', async (request: Asked, reply) => {
      const located = await locateRequest(services, request.params.token);
      return located ? shown(request, reply, located) : reply.status(404).send(unknownPage());
    });

    scope.get('/a/:token/copy', async (request: Asked, reply) => {
      const located = await locateRequest(services, request.params.token);
      if (!located) return reply.status(404).send(unknownPage());
      const { row } = located;
      const file =
        located.state === 'signed' && row.document_id !== null && identified(request, located)
          ? await openSigned(services.database, located.keys, {
              organizationId: row.organization_id,
              contactId: row.contact_id,
              id: row.document_id,
            })
          : null;
      if (file === null) return reply.redirect(`../${encodeURIComponent(request.params.token)}`);
      const { contact_id: contactId, document_id: documentId } = row;
      const subject = { contactId, documentId, requestId: row.id };
      const note = { actor: 'recipient', action: 'document.downloaded' as const, subject };
      await inTransaction(services.database, (tx) => appendAudit(tx, located.keys, note, now()));
      return asDownload(reply, { ...file, filename: 'signed-document.pdf' });
    });

    scope.post('/a/:token', async (request: Asked, reply) => {
      const { token } = request.params;
      const wait = Math.max(byAddress(request.ip), byToken(token));
      if (wait > 0) return reply.status(429).header('retry-after', String(wait)).send(failed(429));
      const located = await locateRequest(services, token);
      if (!located) return reply.status(404).send(unknownPage());
      if (!guard.isOurs(request, token, field(request, 'form'))) {
        return shown(request, reply.status(403), located, { said: OLD_FORM });
      }
      switch (field(request, 'act')) {
        case 'code':
          later('signing.code', sendSigningCode(services, token));
          return reply.redirect(`${here(token)}?said=code`, 303);
        case 'who':
          return who(request, reply, located);
        case 'sign':
          return sign(request, reply, located);
        default:
          return reply.status(400).send(failed(400));
      }
    });
  });

  const identified = (request: Asked, located: LocatedRequest) =>
    isIdentified(located, request.cookies[cookieName(request, SIGNER_COOKIE)], now());

  /** What somebody without a word of theirs sees: never a change. */
  async function shown(
    request: Asked,
    reply: FastifyReply,
    located: LocatedRequest,
    over: Partial<Parameters<typeof whoPage>[2]> = {},
  ) {
    const { organization, row, state, form } = located;
    const { said } = request.query;
    if (state === 'withdrawn' || state === 'expired' || state === 'locked') {
      return reply.status(410).send(endedPage(state, organization));
    }
    const token = guard.tokenFor(request, reply, request.params.token);
    if (state === 'signed') {
      if (row.way === 'tablet' && said === 'signed') return reply.send(tabletPage(organization));
      if (row.expires_at <= now()) {
        return reply.status(410).send(endedPage('expired', organization));
      }
      if (identified(request, located) && row.signed_at !== null) {
        const words =
          over.said ?? (said === 'signed' ? 'Thank you. It is signed, and your copy is here.' : '');
        const facts = { signedAt: row.signed_at, until: row.expires_at, said: words };
        return reply.send(signedPage(organization, form, facts, copyOf(request.params.token)));
      }
    } else if (identified(request, located)) {
      return signing(request, reply, located, {
        ...EMPTY,
        onTablet: located.row.way === 'tablet',
        signedOn: today(located),
        faults: {},
      });
    }
    const words = request.method === 'GET' && said === 'code' ? SIGNING_CODE_ASKED : '';
    return reply.send(
      whoPage(token, organization, { said: words, signed: state === 'signed', ...over }),
    );
  }

  async function signing(
    request: Asked,
    reply: FastifyReply,
    { organization, form }: LocatedRequest,
    draft: SigningDraft,
  ) {
    const token = guard.tokenFor(request, reply, request.params.token);
    return reply
      .header('content-security-policy', SIGN_POLICY)
      .send(signPage(token, organization, form, draft));
  }

  async function who(request: Asked, reply: FastifyReply, located: LocatedRequest) {
    const { birthDate, word, typed } = readShown(request, now());
    if (Object.keys(typed.errors).length > 0) {
      return shown(request, reply.status(422), located, { typed });
    }
    const session = await identifySigner(services, located, { birthDate, code: word });
    if (session === null) {
      const after = (await locateRequest(services, request.params.token)) ?? located;
      return shown(request, reply.status(422), after, { typed, refused: true });
    }
    const options = { path: PATH, maxAge: SESSION_MINUTES * 60 };
    const name = cookieName(request, SIGNER_COOKIE);
    void reply.setCookie(name, session, publicCookie(request, options));
    return reply.redirect(here(request.params.token), 303);
  }

  async function sign(request: Asked, reply: FastifyReply, located: LocatedRequest) {
    const { token } = request.params;
    if (located.state === 'signed') return again(request, reply, located);
    if (located.state !== 'open') return shown(request, reply, located);
    if (!identified(request, located)) {
      return shown(request, reply.status(403), located, { said: TIMED_OUT });
    }
    const signature = signatureIn(request);
    const faults = { ...signatureFaults(signature, now()), ...signerFault(request) };
    if (Object.keys(faults).length > 0) {
      const onTablet = located.row.way === 'tablet';
      return signing(request, reply.status(422), located, { ...signature, onTablet, faults });
    }
    const browser = String(request.headers['user-agent'] ?? '').slice(0, 400);
    const from = { address: request.ip, browser };
    const done = await signAuthorization(services, located, signature, from);
    const after = (await locateRequest(services, token)) ?? located;
    if (done.kind === 'over') {
      return reply.status(410).send(endedPage('over', located.organization));
    }
    if (done.kind === 'already') return again(request, reply, after);
    if (done.kind === 'ended') return shown(request, reply, after);
    const { row, keys } = after;
    const place = {
      organizationId: row.organization_id,
      contactId: row.contact_id,
      id: done.documentId,
    };
    later('signing.copy', sendCopy({ ...services, keys }, place, 'system'));
    return reply.redirect(`${here(token)}?said=signed`, 303);
  }

  /** Two people, or two tabs, with one link: the second is told. */
  const again = (request: Asked, reply: FastifyReply, located: LocatedRequest) =>
    shown(request, reply.status(409), located, {
      said: 'This was signed already. Nothing was signed a second time.',
    });

  function later(event: string, work: Promise<unknown>) {
    const done = work
      .catch((error: unknown) => log.error({ error, event }, 'A mail was not sent'))
      .finally(() => sending.delete(done));
    sending.add(done);
  }

  /** The day by the organization's clock: whoever signs can put another. */
  const today = ({ organization }: LocatedRequest) =>
    new Intl.DateTimeFormat('en-CA', {
      timeZone: organization.timeZone,
      dateStyle: 'short',
    }).format(now());
}

const EMPTY = { name: '', drawn: null, authority: null };

/** A page of ours sends one of the two; what is neither says nothing of who signs. */
const signerFault = (request: FastifyRequest) =>
  ['self', 'representative'].includes(field(request, 'signer'))
    ? {}
    : { signer: 'Choose who signs: you for yourself, or for somebody else' };

function signatureIn(request: FastifyRequest) {
  const drawn = field(request, 'drawn');
  return {
    name: field(request, 'name').trim(),
    // what cannot be read as strokes is no drawing; the typed name is the signature
    drawn: drawn === '' || strokesOf(drawn) === null ? null : drawn,
    signedOn: /^\d{4}-\d{2}-\d{2}$/.exec(field(request, 'day').trim())?.[0] ?? '',
    authority:
      field(request, 'signer') === 'representative' ? field(request, 'authority').trim() : null,
  };
}

/** This page again, whatever stands before it in the address; never another place. */
const here = (token: string) => `./${encodeURIComponent(token)}`;
const copyOf = (token: string) => `./${encodeURIComponent(token)}/copy`;

function failed(status: number): string {
  const [title, sentence] =
    status === 429
      ? ['Too many tries at once', 'Wait some minutes, then open the link again.']
      : status < 500
        ? ['That cannot be read', 'Open the link in the mail again. Nothing was signed.']
        : ['Something failed on our side', 'Open the link again in some minutes.'];
  return publicPage(title ?? '', `<p>${sentence}</p>`);
}
