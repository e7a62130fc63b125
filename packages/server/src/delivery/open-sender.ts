import { performance } from 'node:perf_hooks';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import { type OpenShaper, openShaper } from '../shaping/index.ts';
import { templateVersions } from '../templates/index.ts';
import { renewLeases } from './batches.ts';
import { type DeliveryDeps, leaseOf } from './delivery-deps.ts';
import { dictionary } from './dictionary.ts';
import { Journal } from './journal.ts';
import { Pools } from './pools.ts';
import { ProviderFigures } from './provider-figures.ts';
import { Recorder } from './recorder.ts';
import { recoverJournals } from './recover-journals.ts';
import { Backlog, Leases, type Sender } from './sender.ts';
import { takeRejections } from './take-rejections.ts';
import { TlsFigures } from './tls-figures.ts';

/** A sender that was not seen for so many seconds does not count. */
const SEEN_SECONDS = 15;
const RECOVER_EVERY = 10_000;
/** How long outcomes are gathered for one commit, in milliseconds. */
const GATHER = 100;
/**
 * And of transactional mail: what is not yet recorded when a sender stops for longer than its lease
 * comes twice.
 */
const GATHER_FEW = 10;

export interface OpenSender {
  readonly sender: Sender;
  /** Now and then: leases, limits and figures. */
  tidy(): Promise<void>;
  /** After what was on its way has ended. */
  close(): Promise<void>;
}

/** Enters this process among the senders, and takes up what those who are gone left behind. */
export async function openSender(deps: DeliveryDeps, signal: AbortSignal): Promise<OpenSender> {
  const { database, keyring, log, now, journalDirectory, limits } = deps;
  const owner = v4();
  let senders = await seen(deps, owner);
  const shaper: OpenShaper =
    deps.shaper ??
    (await openShaper({
      database,
      log,
      now,
      monotonic: () => performance.now(),
      liveSenders: () => senders,
    }));
  const journal = new Journal(journalDirectory, owner);
  const leases = new Leases();
  const recorder = (gather: number) => new Recorder(deps, owner, journal, signal, gather);
  const sender: Sender = {
    deps,
    owner,
    journal,
    recorders: { marketing: recorder(GATHER), transactional: recorder(GATHER_FEW) },
    dictionary: dictionary(database, keyring),
    shaper,
    pools: new Pools(limits, shaper),
    leases,
    backlog: new Backlog(),
    tlsFigures: new TlsFigures(),
    providerFigures: new ProviderFigures(),
    loadTemplate: templateVersions(),
    failures: new Map(),
    signal,
  };
  const lease = leaseOf(deps);
  const heed = () =>
    takeRejections(deps).catch((error: unknown) => {
      log.warn({ error }, 'What mail servers refused is heeded when the database is back.');
    });
  let heeding: Promise<void> | null = null;
  let renewed = performance.now();
  let recovered = Number.NEGATIVE_INFINITY;
  const tidy = async () => {
    // nobody waits for it: many refusals must not hold up the claims
    heeding ??= heed().finally(() => {
      heeding = null;
    });
    senders = await seen(deps, owner);
    if (performance.now() - recovered > RECOVER_EVERY) {
      await recoverJournals(deps, journalDirectory, owner);
      recovered = performance.now();
    }
    await shaper.flush();
    await shaper.refresh();
    await sender.tlsFigures.flush(database);
    await sender.providerFigures.flush(deps);
    sender.pools.tidy();
  };
  const renewal = setInterval(
    () => {
      renewed = performance.now();
      renewLeases(database, owner, lease).then(
        (batches) => leases.renewed(batches, renewed + lease * 1000),
        () => {},
      );
    },
    (lease * 1000) / 3,
  );
  return {
    sender,
    tidy,
    async close() {
      clearInterval(renewal);
      await sender.pools.close();
      await Promise.all(Object.values(sender.recorders).map((recorder) => recorder.flush()));
      await heeding;
      await heed();
      journal.close();
      if (deps.shaper === undefined) await shaper.close().catch(() => {});
      await sender.tlsFigures.flush(database).catch(() => {});
      await sender.providerFigures.flush(deps).catch(() => {});
      await database
        .deleteFrom('senders')
        .where('id', '=', owner)
        .execute()
        .catch(() => {});
    },
  };
}

/** Says that we live; answers how many do. */
async function seen({ database }: DeliveryDeps, owner: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with ours as (
      insert into senders (id) values (${owner})
      on conflict (id) do update set seen_at = now()
      returning 1
    ), gone as (
      delete from senders where seen_at < now() - interval '1 day'
    )
    select count(*) as count from senders
    where id <> ${owner} and seen_at > now() - make_interval(secs => ${SEEN_SECONDS})`.execute(
    database,
  );
  return 1 + (rows[0]?.count ?? 0);
}
