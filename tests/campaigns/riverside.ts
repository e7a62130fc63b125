import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Interview } from '../../packages/core/src/campaigns/index.ts';
import type { ConsentFact } from '../../packages/core/src/consent/index.ts';
import type { AuthorizationDocument } from '../../packages/core/src/gate/index.ts';
import type { SegmentTree } from '../../packages/core/src/segments/index.ts';
import type { Attributes } from '../../packages/core/src/values/index.ts';
import { createCampaign } from '../../packages/server/src/campaigns/index.ts';
import type { Logger } from '../../packages/server/src/config/index.ts';
import { recordConsent } from '../../packages/server/src/consent/index.ts';
import {
  createBuiltInDefinitions,
  loadDefinitions,
  writeContacts,
} from '../../packages/server/src/contacts/index.ts';
import { type Database, inTransaction } from '../../packages/server/src/database/index.ts';
import {
  type DeliveryDeps,
  dispatchOnce,
  type Sandbox,
  startSandbox,
} from '../../packages/server/src/delivery/index.ts';
import {
  type KeyStore,
  keyring,
  type OrganizationKeys,
  organizationKeys,
} from '../../packages/server/src/keys/index.ts';
import { createSegment } from '../../packages/server/src/segments/index.ts';
import { createTemplate } from '../../packages/server/src/templates/index.ts';
import { authorization as documentOf } from '../support/authorization.ts';
import { source } from '../templates/support.ts';

export const NOW = new Date('2026-06-01T12:00:00Z');
const LONG_AGO = new Date('2026-01-01T00:00:00Z');

/** A small organization with everything that a campaign is made of. */
export interface Riverside {
  readonly database: Database;
  readonly keys: OrganizationKeys;
  readonly organizationId: string;
}

let organizations = 0;

export async function makeRiverside(
  database: Database,
  profile: 'law' | 'strict' = 'strict',
): Promise<Riverside> {
  const id = v7();
  const dataKey = randomBytes(32);
  organizations += 1;
  await database
    .insertInto('organizations')
    .values({
      id,
      number: organizations,
      name: 'Riverside Family Health',
      postal_address: '12 River Road\nSpringfield, IL 62701',
      from_name: 'Riverside',
      from_address: 'care@riverside.example.org',
      sending_domain: 'riverside.example.org',
      profile,
      sender: JSON.stringify({
        kind: 'provider',
        part2Program: false,
        noticeCoversUse: true,
        noticeCoversFundraising: true,
      }),
      transport: JSON.stringify({ kind: 'sandbox' }),
      data_key_wrapped: dataKey,
    })
    .execute();
  await database
    .insertInto('streams')
    .values(
      (['marketing', 'transactional'] as const).map((stream) => ({
        organization_id: id,
        stream,
        domain: 'riverside.example.org',
        from_name: 'Riverside',
        from_address: 'care@riverside.example.org',
        return_path_domain: 'bounces.riverside.example.org',
      })),
    )
    .execute();
  await inTransaction(database, (tx) => createBuiltInDefinitions(tx, id));
  return { database, organizationId: id, keys: organizationKeys(id, dataKey) };
}

/** Adds people; answers their ids in order. */
export async function addPatients(
  { database, keys, organizationId }: Riverside,
  patients: readonly { readonly attributes: Attributes; readonly facts?: readonly ConsentFact[] }[],
): Promise<string[]> {
  const ids = patients.map(() => v7());
  const definitions = await loadDefinitions(database, organizationId);
  await inTransaction(database, async (tx) => {
    const contacts = patients.map(({ attributes }, place) => ({
      id: ids[place] ?? '',
      attributes,
      before: null,
    }));
    await writeContacts(tx, keys, definitions, contacts, LONG_AGO);
    const events = patients.flatMap(({ facts = [] }, place) =>
      facts.map((fact) => ({
        contactId: ids[place] ?? '',
        fact,
        source: 'staff',
        actor: 'system',
        at: LONG_AGO,
      })),
    );
    await recordConsent(tx, keys, events);
  });
  return ids;
}

export function authorization(some: Partial<AuthorizationDocument> = {}): ConsentFact {
  return { kind: 'authorization_signed', document: documentOf({ id: v7(), ...some }) };
}

export const PROMOTION: Interview = {
  about: 'own_service',
  drug: null,
  encourages: true,
  payment: 'none',
  payer: null,
};

export const EVERYBODY: SegmentTree = { op: 'and', of: [] };

/** A draft from which nothing is missing. */
export async function makeCampaign(
  { database, organizationId }: Riverside,
  {
    tree = EVERYBODY,
    interview = PROMOTION,
    body = '<p>Hello, come and see us.</p>',
  }: { readonly tree?: SegmentTree; readonly interview?: Interview; readonly body?: string } = {},
): Promise<{ readonly id: string; readonly segmentId: string; readonly templateId: string }> {
  const segment = await createSegment(database, organizationId, {
    name: 'The segment',
    tree,
    createdBy: null,
  });
  const template = await inTransaction(database, (tx) =>
    createTemplate(tx, organizationId, {
      name: 'The template',
      createdBy: null,
      ...source({ mjml: body.startsWith('<mjml') ? body : wrapped(body) }),
    }),
  );
  if (segment.kind !== 'created') throw new Error(segment.problems[0]?.sentence);
  if (template.kind !== 'created') throw new Error(template.problems[0]?.sentence);
  const ids = { segmentId: segment.segment.id, templateId: template.template.id };
  const campaign = await createCampaign(
    database,
    organizationId,
    { name: 'Spring', goal: null, stream: 'marketing', interview, createdBy: null, ...ids },
    NOW,
  );
  return { id: campaign.id, ...ids };
}

const wrapped = (body: string) =>
  `<mjml><mj-body><mj-section><mj-column><mj-text>\n${body}\n</mj-text></mj-column></mj-section></mj-body></mjml>`;

const nothing = () => {};
const silent: Logger = { error: nothing, warn: nothing, info: nothing, debug: nothing };

/** The real dispatcher and the real sandbox mail server. */
export interface PostOffice {
  readonly deps: DeliveryDeps;
  /** Sends until nothing is due any more. */
  sendAll(): Promise<void>;
  close(): Promise<void>;
}

/** Keys lie open here, as no key store would leave them. */
const openStore: KeyStore = {
  wrap: async (dataKey) => Buffer.from(dataKey),
  unwrap: async (wrapped) => Buffer.from(wrapped),
};

export async function openPostOffice(database: Database): Promise<PostOffice> {
  const common = { database, keyring: keyring(openStore, database), log: silent, now: () => NOW };
  const sandbox: Sandbox = await startSandbox(common, 0);
  const directory = await mkdtemp(join(tmpdir(), 'post-office-'));
  const deps: DeliveryDeps = {
    ...common,
    sandbox,
    publicUrl: 'https://mail.riverside.example.org',
    journalDirectory: directory,
    routeOf: null,
    pickUp: null,
  };
  return {
    deps,
    async sendAll() {
      while ((await dispatchOnce(deps)) > 0);
    },
    async close() {
      await sandbox.close();
      await rm(directory, { recursive: true });
    },
  };
}
