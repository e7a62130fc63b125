import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Communication } from '@postern/core/gate';
import type { Attributes } from '@postern/core/values';
import { sql } from 'kysely';
import type pg from 'pg';
import { v7 } from 'uuid';
import { freezeBatches, openRoute } from '../../packages/server/src/campaigns/index.ts';
import type { Logger } from '../../packages/server/src/config/index.ts';
import {
  createBuiltInDefinitions,
  loadDefinitions,
  writeContacts,
} from '../../packages/server/src/contacts/index.ts';
import {
  bucketOf,
  type Database,
  inTransaction,
  openDatabase,
} from '../../packages/server/src/database/index.ts';
import type { DeliveryDeps } from '../../packages/server/src/delivery/index.ts';
import { marksOf } from '../../packages/server/src/delivery/make-message.ts';
import {
  type Keyring,
  keyring,
  localKeyStore,
  type OrganizationKeys,
} from '../../packages/server/src/keys/index.ts';
import { createOrganization } from '../../packages/server/src/organizations/index.ts';
import { createTemplate } from '../../packages/server/src/templates/index.ts';
import type { MailSink } from './mail-sink.ts';
import { temporaryDirectory } from './temporary-directory.ts';

/** Commercial mail of a provider about its own service: permitted unless somebody opted out. */
const COMMUNICATION: Communication = {
  channel: 'email',
  commercial: true,
  category: 'own_service',
  encouragesPurchaseOrUse: true,
  drug: null,
  remuneration: { kind: 'none', payer: 'unrelated' },
  usesPhi: true,
  deidentified: false,
  audienceSelectedBy: 'contact',
  contentReveals: 'contact',
  specialRecords: null,
  disclosedTo: 'individual',
  disclosurePaid: false,
  processorsUnderBaa: true,
  thirdPartyTracker: null,
  fundraisingOptOutIncluded: true,
};

const MJML = `<mjml><mj-body><mj-section><mj-column>
<mj-text>Dear {{ given_name }}, see us soon. <a href="https://www.example.org/visit?from=mail">Book</a></mj-text>
<mj-button href="https://www.example.org/more">More</mj-button>
</mj-column></mj-section></mj-body></mjml>`;

export const silent: Logger = { error() {}, warn() {}, info() {}, debug() {} };

export interface SendingWorld {
  readonly url: string;
  readonly keyFile: string;
  readonly journalDirectory: string;
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly keyring: Keyring;
  readonly organizationId: string;
  readonly keys: OrganizationKeys;
  deps(over?: Partial<DeliveryDeps>): DeliveryDeps;
  relayTo(
    sink: Pick<MailSink, 'port' | 'authority'>,
    over?: Record<string, unknown>,
  ): Promise<void>;
  useSandbox(): Promise<void>;
  /** To the recipients' own servers, where `routeOf` says that they are. */
  useDirect(): Promise<void>;
  addContacts(count: number, attributes?: Attributes): Promise<readonly string[]>;
  launch(contacts: readonly string[], over?: LaunchOptions): Promise<string>;
  rows(campaignId: string): Promise<readonly SendRow[]>;
  counts(campaignId: string): Promise<Record<string, number>>;
  campaign(
    campaignId: string,
  ): Promise<{ state: string; held_reason: string | null; held_until: Date | null }>;
  close(): Promise<void>;
}

interface LaunchOptions {
  readonly stream?: 'marketing' | 'transactional';
  readonly communication?: Partial<Communication>;
  /** Version 1 of another template than the world's own. */
  readonly templateId?: string;
}

export type SendRow = Awaited<ReturnType<typeof rowsOf>>[number];

/** An organization with a template, on the given database, ready to send. */
export async function sendingWorld(url: string): Promise<SendingWorld> {
  const directory = temporaryDirectory('postern-keys-');
  const keyFile = join(directory, 'kek');
  const { database, pool } = openDatabase(url, () => {});
  const ring = keyring(await localKeyStore(keyFile), database);
  const organizationId = await inTransaction(database, (tx) =>
    createOrganization(tx, ring, {
      name: 'Riverside Family Health',
      postalAddress: '1 River Road, Springfield, IL 62701',
      fromName: 'Riverside Family Health',
      fromAddress: 'care@mail.example.org',
      sender: {
        kind: 'provider',
        part2Program: false,
        noticeCoversUse: true,
        noticeCoversFundraising: true,
      },
      demonstration: false,
    }),
  );
  const keys = await ring.of(organizationId);
  // the ordinary profile: strict asks for an authorization for all that encourages
  await database.updateTable('organizations').set({ profile: 'law' }).execute();
  const templateId = await inTransaction(database, async (tx) => {
    await createBuiltInDefinitions(tx, organizationId);
    const source = { subject: 'Hello {{ given_name }}', preheader: '', mjml: MJML, text: '' };
    const made = await createTemplate(tx, organizationId, {
      ...source,
      name: 'Visit',
      createdBy: null,
    });
    if (made.kind !== 'created') throw new Error(JSON.stringify(made.problems));
    return made.template.id;
  });
  const setTransport = (transport: unknown) =>
    database
      .updateTable('organizations')
      .set({ transport: JSON.stringify(transport) })
      .where('id', '=', organizationId)
      .execute();
  let made = 0;

  return {
    url,
    keyFile,
    journalDirectory: join(directory, 'journal'),
    database,
    pool,
    keyring: ring,
    organizationId,
    keys,
    deps: (over = {}) => ({
      database,
      keyring: ring,
      log: silent,
      publicUrl: 'https://mail.example.org',
      now: () => new Date(),
      sandbox: null,
      journalDirectory: join(directory, 'journal'),
      routeOf: null,
      pickUp: null,
      leaseSeconds: 3,
      holdSeconds: 1,
      ...over,
    }),
    async relayTo(sink, over = {}) {
      const { port, authority } = sink;
      const relay = { kind: 'relay', host: 'localhost', port, tls: 'starttls', underBaa: true };
      await setTransport({ ...relay, user: null, passwordSealed: null, authority, ...over });
    },
    async useSandbox() {
      await setTransport({ kind: 'sandbox' });
    },
    async useDirect() {
      await setTransport({ kind: 'direct', helloName: 'mail.example.org' });
    },
    async addContacts(count, attributes = {}) {
      const definitions = await loadDefinitions(database, organizationId);
      const contacts = Array.from({ length: count }, () => {
        made++;
        const own = { given_name: `Person ${made}`, email: `person${made}@example.org` };
        return { id: v7(), before: null, attributes: { ...own, ...attributes } };
      });
      await inTransaction(database, (tx) =>
        writeContacts(tx, keys, definitions, contacts, new Date()),
      );
      return contacts.map(({ id }) => id);
    },
    async launch(contacts, { stream = 'marketing', communication = {}, ...over } = {}) {
      const id = v7();
      await inTransaction(database, async (tx) => {
        await tx
          .insertInto('campaigns')
          .values({
            organization_id: organizationId,
            id,
            name: 'Visit',
            state: 'running',
            stream,
            interview: '{}',
            template_id: over.templateId ?? templateId,
            template_version: 1,
            communication: JSON.stringify({ ...COMMUNICATION, ...communication }),
            audience: contacts.length,
            launched_at: new Date(),
          })
          .execute();
        await sql`
          insert into sends (bucket, organization_id, campaign_id, contact_id, state)
          select bucket, ${organizationId}::uuid, ${id}::uuid, contact_id, 'queued'
          from unnest(${sql.val(contacts.map(bucketOf))}::smallint[],
            ${sql.val([...contacts])}::uuid[]) as given (bucket, contact_id)
          order by bucket, contact_id`.execute(tx);
        await freezeBatches(tx, organizationId, id);
      });
      return id;
    },
    rows: (campaignId) => rowsOf(database, keys, campaignId),
    async counts(campaignId) {
      const counts: Record<string, number> = {};
      for (const { state } of await rowsOf(database, keys, campaignId)) {
        counts[state] = (counts[state] ?? 0) + 1;
      }
      return counts;
    },
    campaign: (campaignId) =>
      database
        .selectFrom('campaigns')
        .select(['state', 'held_reason', 'held_until'])
        .where('id', '=', campaignId)
        .executeTakeFirstOrThrow(),
    async close() {
      await database.destroy();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

async function rowsOf(database: Database, keys: OrganizationKeys, campaignId: string) {
  const rows = await database
    .selectFrom('told_sends')
    .selectAll()
    .where('campaign_id', '=', campaignId)
    .orderBy('contact_id')
    .execute();
  return rows.map((row) => {
    const send = { campaignId, contactId: row.contact_id };
    const {
      site = null,
      host = null,
      peer = null,
    } = openRoute(keys, row.route_hash, row.route_sealed) ?? {};
    return {
      ...row,
      site,
      host,
      peer,
      message_id: marksOf(keys, 'mail.example.org', send).messageId,
    };
  });
}

/** Waits until it is so; a test that waits in vain fails by its own time limit. */
export async function until(done: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20));
}
