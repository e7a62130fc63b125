import { readEmail } from '@postern/core/contacts';
import type { FastifyInstance } from 'fastify';
import { releaseHeld } from '../../campaigns/index.ts';
import { inTransaction } from '../../database/index.ts';
import {
  parseTransportSettings,
  TRANSPORT_CONTEXT,
  type TransportSettings,
  TransportSettingsInvalid,
} from '../../delivery/index.ts';
import { dkimRecords, ensureKeys } from '../../domains/index.ts';
import type { OrganizationKeys } from '../../keys/index.ts';
import {
  getOrganization,
  type Organization,
  updateOrganization,
} from '../../organizations/index.ts';
import { principalOf } from '../authenticate.ts';
import { bind, type Call } from '../bind.ts';
import { settings } from '../contract/index.ts';
import { stale, versionOf, withEtag } from '../if-match.ts';
import { note, noteIn } from '../note.ts';
import { ApiProblem } from '../problem.ts';
import type { Services } from '../services.ts';
import { takenIn } from '../taken-domain.ts';

type Change = Call<typeof settings.updateOrganization>['body'];

export function settingsRoutes(app: FastifyInstance, services: Services): void {
  const { database, keyring } = services;

  const shown = async (organization: Organization) => {
    const records = await dkimRecords(database, organization.id);
    const { number: _, transport, ...rest } = organization;
    return {
      ...rest,
      transport: shownTransport(transport),
      dkim: records.map(({ domain, selector, name, value }) => ({
        domain,
        selector,
        dnsRecord: `${name} TXT "${value}"`,
      })),
    };
  };

  bind(app, 'getOrganization', settings.getOrganization, async ({ request, reply }) => {
    const organization = await getOrganization(database, principalOf(request).organizationId);
    return withEtag(reply, await shown(organization));
  });

  bind(app, 'updateOrganization', settings.updateOrganization, async ({ body, request, reply }) => {
    const { organizationId } = principalOf(request);
    const version = versionOf(request);
    const keys = await keyring.of(organizationId);
    if (readEmail(body.fromAddress) === null) {
      const detail = 'The From address is not an email address such as care@example.org.';
      throw new ApiProblem('invalid_content', detail, [{ pointer: '/fromAddress', detail }]);
    }
    const current = await getOrganization(database, organizationId);
    const change = { ...body, transport: newTransport(body.transport, current.transport, keys) };
    const done = await inTransaction(database, async (tx) => {
      const changed = await updateOrganization(tx, organizationId, change, version).catch(
        (error: unknown) => {
          throw takenIn(error, () => '/fromAddress') ?? error;
        },
      );
      if (changed.kind === 'stale') return changed;
      await ensureKeys(tx, keys, changed.organization.sendingDomain);
      await releaseHeld(tx, organizationId);
      const { profile, transport } = change;
      const underBaa = transport.kind === 'relay' ? transport.underBaa : null;
      const subject = { profile, transport: transport.kind, underBaa };
      await noteIn(tx, services, request, 'organization.changed', subject, keys);
      return changed;
    });
    if (done.kind === 'stale') throw stale(await shown(done.current), version);
    return withEtag(reply, await shown(done.organization));
  });

  bind(app, 'testTransport', settings.testTransport, async ({ request }) => {
    const { organizationId } = principalOf(request);
    const { ok, kind, sentence, tls } = await services.checkWayOut(organizationId);
    if (kind !== null) await note(services, request, 'transport.tested', { ok, kind });
    return { ok, sentence, tls: tls && { protocol: tls.protocol, cipher: tls.cipher } };
  });
}

/**
 * The transport to store: a password is sealed; one that was not sent stays as it is, for the same
 * server and user alone, so that nobody can have it sent to a server of their own.
 */
function newTransport(change: Change['transport'], current: unknown, keys: OrganizationKeys) {
  if (change.kind !== 'relay') return checked(change);
  const { password, ...relay } = change;
  const before = parseTransportSettings(current);
  const same =
    before.kind === 'relay' &&
    before.host === relay.host &&
    before.port === relay.port &&
    before.user === relay.user;
  if (password === undefined && !same && relay.user !== null) {
    const detail = 'This is another mail server or user: give its password again.';
    throw new ApiProblem('invalid_content', detail, [{ pointer: '/transport/password', detail }]);
  }
  const kept = same ? before.passwordSealed : null;
  const passwordSealed =
    password === undefined
      ? kept
      : password === null || password === ''
        ? null
        : keys.seal(password, TRANSPORT_CONTEXT).toString('base64');
  return checked({ ...relay, passwordSealed });
}

function checked(transport: object): TransportSettings {
  try {
    return parseTransportSettings(transport);
  } catch (error) {
    if (!(error instanceof TransportSettingsInvalid)) throw error;
    throw new ApiProblem('invalid_content', error.message, [
      { pointer: '/transport', detail: error.message },
    ]);
  }
}

function shownTransport(transport: unknown) {
  const settings = parseTransportSettings(transport);
  if (settings.kind !== 'relay') return settings;
  const { passwordSealed, ...relay } = settings;
  return { ...relay, hasPassword: passwordSealed !== null };
}
