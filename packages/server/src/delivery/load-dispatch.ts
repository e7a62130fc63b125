import type { Communication } from '@postern/core/gate';
import type { CompiledTemplate } from '@postern/core/templates';
import { loadSenderTerms, type SenderTerms } from '../campaigns/index.ts';
import { loadDefinitions, type NumberedDefinition } from '../contacts/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { getOrganization, type Organization } from '../organizations/index.ts';
import type { LoadTemplateVersion } from '../templates/index.ts';
import type { CampaignRef } from './claim-sends.ts';
import type { DeliveryDeps } from './delivery-deps.ts';
import { type DkimKey, ensureDkimKey } from './dkim-key.ts';

/** All that is the same for everybody in a batch; settings as they are now, the rest as frozen. */
export interface Dispatch {
  readonly campaign: CampaignRef;
  readonly stream: 'marketing' | 'transactional';
  readonly launchedAt: Date;
  readonly communication: Communication;
  readonly organization: Organization;
  readonly terms: SenderTerms;
  readonly keys: OrganizationKeys;
  readonly definitions: readonly NumberedDefinition[];
  readonly template: CompiledTemplate;
  readonly dkim: DkimKey;
}

/** Null when the campaign is not running, or was launched without what a launch freezes. */
export async function loadDispatch(
  { database, keyring }: DeliveryDeps,
  campaign: CampaignRef,
  loadTemplate: LoadTemplateVersion,
): Promise<Dispatch | null> {
  const { organizationId, id } = campaign;
  const row = await database
    .selectFrom('campaigns')
    .select(['stream', 'communication', 'template_id', 'template_version', 'launched_at'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (!row?.communication || !row.template_id || !row.template_version || !row.launched_at) {
    return null;
  }
  const template = await loadTemplate(
    database,
    organizationId,
    row.template_id,
    row.template_version,
  );
  if (template === null) return null;
  const organization = await getOrganization(database, organizationId);
  const terms = await loadSenderTerms(database, organizationId);
  const keys = await keyring.of(organizationId);
  return {
    campaign,
    stream: row.stream,
    launchedAt: row.launched_at,
    // who carries the mail may have changed since the launch
    communication: {
      ...(row.communication as Communication),
      processorsUnderBaa: terms.processorsUnderBaa,
    },
    organization,
    terms,
    keys,
    definitions: await loadDefinitions(database, organizationId),
    template,
    dkim: await ensureDkimKey(database, keys, organization.sendingDomain),
  };
}
