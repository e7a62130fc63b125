import type { Route, Routing } from '../destinations/index.ts';
import type { SmtpServer } from '../smtp/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import type { Dispatch } from './load-dispatch.ts';
import { relayServer } from './relay-server.ts';
import { sandboxServer } from './sandbox-link.ts';
import { parseTransportSettings, TransportSettingsInvalid } from './transport-settings.ts';

/** How a campaign's messages leave, as the organization's settings say now. */
export interface WayOut {
  readonly kind: 'sandbox' | 'relay' | 'direct';
  /** One server takes all: when it cannot be used nothing leaves, and the campaign is held. */
  readonly single: boolean;
  /** Tells connections apart that must not be shared. */
  readonly name: string;
  routeTo(domain: string): Routing | Promise<Routing>;
}

type For = Pick<Dispatch, 'organization' | 'keys' | 'stream'>;

/** A sentence where nothing can leave. */
export function wayOut(
  deps: Pick<DeliveryDeps, 'sandbox' | 'publicUrl' | 'routeOf'>,
  { organization, keys, stream }: For,
): WayOut | string {
  const { localAddress } = stream;
  const from = localAddress === null ? {} : { localAddress };
  try {
    const settings = parseTransportSettings(organization.transport);
    if (settings.kind === 'sandbox') {
      if (deps.sandbox === null) {
        return 'Nothing was sent: the sandbox mail server is not running.';
      }
      return toOne('sandbox', sandboxServer(deps.sandbox, organization.id), organization.id);
    }
    if (settings.kind === 'relay') {
      const server = { ...relayServer(settings, keys, nameOf(deps.publicUrl)), ...from };
      return toOne('relay', server, `${organization.id} ${organization.version}`);
    }
    const { routeOf } = deps;
    if (routeOf === null) return 'Nothing was sent: this process cannot look up mail servers.';
    const name = settings.helloName;
    const ours = (server: SmtpServer): SmtpServer => ({ ...server, name, ...from });
    return {
      kind: 'direct',
      single: false,
      name: `direct ${name} ${localAddress ?? ''}`,
      async routeTo(domain) {
        const found = await routeOf(domain);
        if (found.kind !== 'route') return found;
        const { route } = found;
        return { kind: 'route', route: { ...route, servers: route.servers.map(ours) } };
      },
    };
  } catch (error) {
    if (!(error instanceof TransportSettingsInvalid)) throw error;
    return 'Nothing was sent: the settings of the mail transport cannot be used. Save them again.';
  }
}

function toOne(kind: 'sandbox' | 'relay', server: SmtpServer, name: string): WayOut {
  const site = kind === 'sandbox' ? 'sandbox' : `relay ${server.host}:${server.port}`;
  const route: Route = { site, servers: [server] };
  const routing: Routing = { kind: 'route', route };
  return { kind, single: true, name: `${kind} ${name}`, routeTo: () => routing };
}

/** What we call ourselves in EHLO: the name under which we are reached. */
function nameOf(publicUrl: string): string {
  return URL.canParse(publicUrl) ? new URL(publicUrl).hostname : 'localhost';
}
