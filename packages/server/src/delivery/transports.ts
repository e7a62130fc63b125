import type { OrganizationKeys } from '../keys/index.ts';
import type { Organization } from '../organizations/index.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { relayTransport } from './relay-transport.ts';
import type { Transport } from './transport.ts';
import { parseTransportSettings } from './transport-settings.ts';

interface For {
  readonly organization: Organization;
  readonly keys: OrganizationKeys;
}

/**
 * The way out as an organization's settings say now. Throws `TransportSettingsInvalid` for settings
 * that do not fit; answers a sentence where the sandbox is asked for and none runs.
 */
export function openTransport(
  { sandbox, publicUrl }: Pick<DeliveryDeps, 'sandbox' | 'publicUrl'>,
  { organization, keys }: For,
): Transport | string {
  const settings = parseTransportSettings(organization.transport);
  if (settings.kind === 'relay') return relayTransport(settings, keys, nameOf(publicUrl));
  if (sandbox === null) return 'Nothing was sent: the sandbox mail server is not running.';
  return sandbox.transportOf(organization.id);
}

/** Transports kept open for each organization until its settings change. */
export function transports(deps: DeliveryDeps) {
  const open = new Map<string, { readonly settings: string; readonly transport: Transport }>();
  return {
    transportOf: (asked: For): Transport | string => {
      const settings = JSON.stringify(asked.organization.transport);
      const known = open.get(asked.organization.id);
      if (known?.settings === settings) return known.transport;
      void known?.transport.close();
      open.delete(asked.organization.id);
      try {
        const transport = openTransport(deps, asked);
        if (typeof transport !== 'string') {
          open.set(asked.organization.id, { settings, transport });
        }
        return transport;
      } catch (error) {
        deps.log.error(
          { organizationId: asked.organization.id, error },
          'The settings of a mail transport cannot be used.',
        );
        return 'Nothing was sent: the settings of the mail transport cannot be used. Save them again.';
      }
    },
    close: async () => {
      await Promise.all([...open.values()].map(({ transport }) => transport.close()));
      open.clear();
    },
  };
}

/** What we call ourselves in EHLO: the name under which we are reached. */
function nameOf(publicUrl: string): string {
  return URL.canParse(publicUrl) ? new URL(publicUrl).hostname : 'localhost';
}
