import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../../tests/support/database.ts';
import { type MailSink, startMailSink } from '../../../../tests/support/mail-sink.ts';
import { type SendingWorld, sendingWorld, until } from '../../../../tests/support/sending-world.ts';
import { cancelCampaign, pauseCampaign, resumeCampaign } from '../campaigns/index.ts';
import type { LogFields } from '../config/index.ts';
import { inTransaction } from '../database/index.ts';
import { runDispatcher } from './dispatcher.ts';

let db: TestDatabase;
let world: SendingWorld;
let sink: MailSink;

beforeAll(async () => {
  db = await testDatabase();
  world = await sendingWorld(db.url);
  sink = await startMailSink();
  await world.relayTo(sink);
});
beforeEach(() => {
  sink.delay = 10;
  sink.fate = () => 'take';
});
afterAll(async () => {
  await sink.close();
  await world.close();
  await db.drop();
});

async function running(work: () => Promise<void>, over = {}): Promise<void> {
  const stop = new AbortController();
  const dispatcher = runDispatcher(world.deps(over), stop.signal);
  try {
    await work();
  } finally {
    stop.abort();
    await dispatcher;
  }
}

const move = (verb: typeof pauseCampaign, id: string) =>
  inTransaction(world.database, (tx) => verb(tx, world.organizationId, id, new Date()));
const takenFor = (rows: readonly { message_id: string | null }[]) => {
  const ids = new Set(rows.map((row) => row.message_id));
  return sink.ledger.filter((one) => ids.has(one.messageId)).length;
};
const noneClaimed = async (id: string) => {
  const claimed = await world.database
    .selectFrom('send_batches')
    .select('number')
    .where('campaign_id', '=', id)
    .where('owner', 'is not', null)
    .execute();
  return claimed.length === 0;
};

/** Whoever wants to hand over, record or finish anything of the campaign waits meanwhile. */
const whileLocked = (id: string, work: () => Promise<void>) =>
  inTransaction(world.database, async (tx) => {
    await tx.selectFrom('campaigns').select('id').where('id', '=', id).forUpdate().execute();
    await work();
  });

describe('a running campaign', () => {
  it('that is paused sends nothing more, and goes on when it is resumed', async () => {
    const campaign = await world.launch(await world.addContacts(1500));
    await running(async () => {
      const before = sink.ledger.length;
      await until(() => sink.ledger.length >= before + 30);
      await move(pauseCampaign, campaign);
      await until(() => noneClaimed(campaign));
      const counts = await world.counts(campaign);
      expect(Object.keys(counts).toSorted()).toEqual(['accepted', 'queued']);
      const taken = sink.ledger.length;
      await new Promise((resolve) => setTimeout(resolve, 600));
      expect(sink.ledger).toHaveLength(taken);
      await move(resumeCampaign, campaign);
      await until(async () => (await world.campaign(campaign)).state === 'done');
    });
    expect(await world.counts(campaign)).toEqual({ accepted: 1500 });
    expect(takenFor(await world.rows(campaign))).toBe(1500);
  });

  it('that is cancelled sends nothing more, and each of its audience is accounted for', async () => {
    const campaign = await world.launch(await world.addContacts(1500));
    await running(async () => {
      const before = sink.ledger.length;
      await until(() => sink.ledger.length >= before + 30);
      await move(cancelCampaign, campaign);
      await until(() => noneClaimed(campaign));
    });
    const { accepted = 0, suppressed = 0, ...others } = await world.counts(campaign);
    expect(others).toEqual({});
    expect(accepted + suppressed).toBe(1500);
    expect(takenFor(await world.rows(campaign))).toBe(accepted);
    const codes = (await world.rows(campaign)).flatMap((row) =>
      row.state === 'suppressed' ? [row.code] : [],
    );
    expect(new Set(codes)).toEqual(new Set(['campaign_cancelled']));
  });

  it('whose mail server comes back goes out by itself', async () => {
    await world.relayTo(sink, { port: 1 });
    const campaign = await world.launch(await world.addContacts(30));
    await running(async () => {
      await until(async () => (await world.campaign(campaign)).held_reason !== null);
      await world.relayTo(sink);
      await until(async () => (await world.campaign(campaign)).state === 'done');
    });
    expect(await world.counts(campaign)).toEqual({ accepted: 30 });
    expect(await world.campaign(campaign)).toMatchObject({ held_reason: null, held_until: null });
  });

  it('with a pace of its own reaches everybody once, however small its groups become', async () => {
    const campaign = await world.launch(await world.addContacts(40));
    await world.database
      .updateTable('campaigns')
      .set({ per_second: 20 })
      .where('id', '=', campaign)
      .execute();
    await running(() => until(async () => (await world.campaign(campaign)).state === 'done'));
    expect(await world.counts(campaign)).toEqual({ accepted: 40 });
    expect(takenFor(await world.rows(campaign))).toBe(40);
  });

  it('is shared by two workers, and nobody gets it twice', async () => {
    sink.delay = 0;
    const campaign = await world.launch(await world.addContacts(500));
    await running(() =>
      running(() => until(async () => (await world.campaign(campaign)).state === 'done')),
    );
    const rows = await world.rows(campaign);
    expect(await world.counts(campaign)).toEqual({ accepted: 500 });
    expect(takenFor(rows)).toBe(500);
  });

  it('leaves nothing of a person in what is logged or shown as its reason', async () => {
    const logged: unknown[] = [];
    const write = (fields: LogFields, sentence: string) => {
      const { error, ...rest } = fields;
      logged.push(rest, sentence, error instanceof Error ? error.message : String(error));
    };
    const log = { error: write, warn: write, info: write, debug: write };
    const contacts = await world.addContacts(4, {
      given_name: 'Marked',
      email: 'marked@example.org',
    });
    const campaign = await world.launch(contacts);
    let said = 0;
    const text = '5.1.1 <marked@example.org> Marked is not here';
    const fates = [{ rcpt: 550, text }, { data: 554, text }, 'cut', { rcpt: 450, text }] as const;
    sink.fate = () => fates[said++ % fates.length] ?? 'take';
    const settled = async () => {
      const counts = await world.counts(campaign);
      return !('queued' in counts);
    };
    await running(() => until(settled), { log });
    const rows = await world.rows(campaign);
    const shown = JSON.stringify([logged, rows, await world.campaign(campaign)]);
    expect(rows.some((row) => row.state === 'failed')).toBe(true);
    expect(shown).not.toMatch(/marked/i);
  });
});

describe('transactional mail', () => {
  it('leaves and is recorded while marketing, and the books of what is over, stand still', async () => {
    const over = await world.launch(await world.addContacts(1));
    await world.database
      .updateTable('send_batches')
      .set({ state: 'done' })
      .where('campaign_id', '=', over)
      .execute();
    const marketing = await world.launch(await world.addContacts(300));
    const patient = await world.addContacts(1);
    const stop = new AbortController();
    const dispatchers: Promise<void>[] = [];
    try {
      await whileLocked(over, async () => {
        const before = sink.ledger.length;
        dispatchers.push(runDispatcher(world.deps(), stop.signal));
        await until(() => sink.ledger.length >= before + 30);
        await whileLocked(marketing, async () => {
          const result = await world.launch(patient, { stream: 'transactional' });
          await until(async () => 'accepted' in (await world.counts(result)));
          expect((await world.campaign(over)).state).toBe('running');
        });
      });
    } finally {
      stop.abort();
      await Promise.all(dispatchers);
    }
  });
});
