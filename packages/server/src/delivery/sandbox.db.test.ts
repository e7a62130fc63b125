import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import {
  type SendingWorld,
  sendingWorld,
  silent,
} from '../../../../tests/support/sending-world.ts';
import { inTransaction } from '../database/index.ts';
import { createOrganization } from '../organizations/index.ts';
import { dispatchOnce } from './dispatcher.ts';
import { listSandboxMessages, openSandboxMessage } from './sandbox-inbox.ts';
import { type Sandbox, startSandbox } from './start-sandbox.ts';

let db: TestDatabase;
let world: SendingWorld;
let sandbox: Sandbox;

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
  const { database, keyring } = world;
  sandbox = await startSandbox({ database, keyring, log: silent, now: () => new Date() }, 0);
});
afterAll(async () => {
  await sandbox.close();
  await world.close();
  await db.drop();
});

describe('mail in the sandbox', () => {
  it('goes over verified TLS 1.2 or later, is signed so that it passes, and is recorded', async () => {
    const [contact = ''] = await world.addContacts(1, { given_name: 'Zoë', family_name: 'Öz' });
    const campaign = await world.launch([contact]);
    await dispatchOnce(world.deps({ sandbox }));

    const [row] = await world.rows(campaign);
    expect(row).toMatchObject({
      state: 'accepted',
      smtp_code: 250,
      tls_verified: 'sandbox_authority',
      verdict: 'permit',
      code: 'care_exception',
      obligations: ['encrypt', 'canspam'],
    });
    expect(row?.tls_protocol).toMatch(/^TLSv1\.[23]$/);
    expect(row?.tls_cipher).not.toBe('');
    expect((await world.campaign(campaign)).state).toBe('done');

    const { messages } = await listSandboxMessages(world, world.organizationId, {
      campaignId: campaign,
      after: null,
      limit: 10,
    });
    expect(messages).toHaveLength(1);
    const message = await openSandboxMessage(world, world.organizationId, messages[0]?.id ?? '');
    expect(message).toMatchObject({
      subject: 'Hello Zoë',
      dkim: 'pass',
      campaignId: campaign,
      tls: { protocol: row?.tls_protocol, cipher: row?.tls_cipher },
    });
    expect(message?.to).toMatch(/^Zoë Öz <person\d+@example\.org>$/);
    expect(message?.text).toContain('Dear Zoë');
    expect(message?.html).toContain('Dear Zoë');
    expect(message?.html).toContain('1 River Road');
    const header = (name: string) =>
      message?.headers.find((one) => one.name.toLowerCase() === name)?.value ?? '';
    expect(header('message-id')).toBe(row?.message_id);
    expect(header('list-unsubscribe')).toMatch(/^<https:\/\/mail\.example\.org\/u\/[\w-]{86}>$/);
    expect(header('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    const signed = /\bh=([^;]+)/
      .exec(header('dkim-signature'))?.[1]
      ?.toLowerCase()
      .replace(/\s/g, '')
      .split(':');
    expect(signed).toEqual(
      expect.arrayContaining([
        ...['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'],
        ...['list-unsubscribe', 'list-unsubscribe-post'],
      ]),
    );
  });

  it('is stored sealed: nothing of the message can be read in the table', async () => {
    const { rows } = await world.pool.query<{ all: string }>(
      `select encode(source_sealed, 'escape') || sandbox_messages::text as all from sandbox_messages`,
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const { all } of rows) expect(all).not.toMatch(/Dear|example\.org|Hello/);
  });

  it('is of one organization alone', async () => {
    const other = await inTransaction(world.database, (tx) =>
      createOrganization(tx, world.keyring, {
        name: 'Other',
        postalAddress: 'x',
        fromName: 'Other',
        fromAddress: 'other@example.org',
        sender: {
          kind: 'provider',
          part2Program: false,
          noticeCoversUse: true,
          noticeCoversFundraising: true,
        },
        demonstration: false,
      }),
    );
    const query = { after: null, limit: 10 };
    const own = await listSandboxMessages(world, world.organizationId, query);
    expect((await listSandboxMessages(world, other, query)).messages).toEqual([]);
    expect(await openSandboxMessage(world, other, own.messages[0]?.id ?? '')).toBeNull();
  });

  it('is listed page by page, each message once', async () => {
    const contacts = await world.addContacts(7);
    const campaignId = await world.launch(contacts);
    await dispatchOnce(world.deps({ sandbox }));
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await listSandboxMessages(world, world.organizationId, {
        campaignId,
        after,
        limit: 3,
      });
      seen.push(...page.messages.map(({ id }) => id));
      after = page.next;
      if (after === null) break;
    }
    expect(seen).toHaveLength(7);
    expect(new Set(seen).size).toBe(7);
  });
});
