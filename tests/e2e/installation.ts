import type { Page } from '@playwright/test';
import { readConfig } from '../../packages/server/src/config/index.ts';
import { openFoundation } from '../../packages/server/src/foundation.ts';
import type { OrganizationKeys } from '../../packages/server/src/keys/index.ts';
import {
  listOrganizations,
  type Organization,
} from '../../packages/server/src/organizations/index.ts';
import { ask } from './product.ts';

type Foundation = Awaited<ReturnType<typeof openFoundation>>;

/** Lends the database and the keys of the product that runs, as a command beside it has them. */
export async function beside<T>(
  use: (foundation: Foundation, organization: Organization, keys: OrganizationKeys) => Promise<T>,
): Promise<T> {
  const data = process.env.POSTERN_E2E_DATA ?? '';
  const config = readConfig({ POSTERN_DATA: data }, process.getuid?.() === 0);
  const foundation = await openFoundation(config, { beside: true });
  try {
    const [organization] = await listOrganizations(foundation.database);
    if (organization === undefined) throw new Error('The product has no organization.');
    return await use(foundation, organization, await foundation.keyring.of(organization.id));
  } finally {
    await foundation.close();
  }
}

interface Listed {
  readonly data: readonly { readonly id: string; readonly name: string }[];
}
interface OnFile {
  readonly name: string;
  readonly values: { readonly email: string; readonly birth_date: string };
}

/** More than tests ask for. */
const PLACES = 20;

/** Somebody who was sent the demonstration's newsletter, and the campaign; another for each place. */
export async function recipient(page: Page, place: number) {
  const { data } = await ask<Listed>(page, '/campaigns');
  const campaign = data.find(({ name }) => name === 'Spring wellness newsletter');
  const sent = await ask<{ data: readonly { readonly contactId: string }[] }>(
    page,
    `/campaigns/${campaign?.id}/people?state=sent`,
  );
  // another test may have deleted somebody: then it is who stands a whole round of places further on
  const candidates = sent.data.filter((_, at) => at % PLACES === place);
  let contactId = 'none';
  for (const candidate of candidates) {
    ({ contactId } = candidate);
    if ((await page.request.get(`/api/v1/contacts/${contactId}`)).ok()) break;
  }
  const { name, values } = await ask<OnFile>(page, `/contacts/${contactId}`);
  return { contactId, campaignId: campaign?.id ?? 'none', name, ...values };
}
