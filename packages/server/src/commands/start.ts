import { join } from 'node:path';
import { keepSealed } from '../audit/index.ts';
import { keepForwarding } from '../audit-forwarding/index.ts';
import { type Config, type Port } from '../config/index.ts';
import { recoverExchanges, runExchange } from '../consent-exchange/index.ts';
import { recoverImports } from '../contacts/index.ts';
import {
  checkWayOut,
  deliverNotice,
  deliverToAddress,
  endLeases,
  recoverJournals,
  type Sandbox,
  startSandbox,
} from '../delivery/index.ts';
import { addEvents, makeDemonstration, signInHint } from '../demo/index.ts';
import { loadStream } from '../domains/index.ts';
import { recoverExports, runExport } from '../exports/index.ts';
import { type Foundation, openFoundation } from '../foundation.ts';
import { listen } from '../http/listen.ts';
import { buildServer } from '../http/server.ts';
import { brokenLooks, lookOver } from '../hygiene/index.ts';
import { openJobs, runJobs } from '../jobs/index.ts';
import { backupState } from '../keys/index.ts';
import { getOrganization, listOrganizations } from '../organizations/index.ts';
import { sealOldPlaces } from '../returns/index.ts';
import { deliveryOf } from './delivery-of.ts';
import { Failure } from './failure.ts';
import { hygieneOf } from './hygiene-of.ts';
import { importTask } from './import-task.ts';
import { openReturns } from './open-returns.ts';
import { periodicTasks } from './periodic.ts';
import { placeOldContacts } from './place-old-contacts.ts';
import { keepSenders } from './senders.ts';
import { untilSignal } from './until-signal.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Puts the product together and runs it until Ctrl-C:
 *
 *     database -> schema -> keys -> sandbox -> demonstration -> pages and API -> workers
 *
 * Ends in the opposite order: nothing new is taken, what is under way ends, the database last.
 */
export async function start(config: Config): Promise<void> {
  // heard from the beginning: a start that is interrupted ends in order too
  const signal = untilSignal();
  const ending: (() => Promise<unknown>)[] = [];
  const end = async () => {
    for (const step of ending.splice(0).toReversed()) await step();
  };
  try {
    const foundation = await openFoundation(config, { report: say });
    ending.push(() => foundation.close());
    await run(foundation, ending, signal);
  } finally {
    await end();
  }
}

async function run(
  foundation: Foundation,
  ending: (() => Promise<unknown>)[],
  signal: Promise<void>,
): Promise<void> {
  const { config, database, keyring, log, now, pool, room } = foundation;
  const works = config.role !== 'web';
  await sealOldPlaces(foundation);
  await placeOldContacts(foundation);
  const sandbox = works ? await openSandbox(foundation) : null;
  if (sandbox) ending.push(() => sandbox.close());

  const jobs = await openJobs(pool, log);
  ending.push(() => jobs.close());

  const link = sandbox && {
    port: sandbox.port,
    authority: sandbox.authority,
    secret: sandbox.secret,
  };

  // the address is known before anything is sent: links in mail begin with it
  let publicUrl = config.publicUrl ?? '';
  let made: ReturnType<typeof deliveryOf> | null = null;
  const sending = () => (made ??= deliveryOf(foundation, publicUrl, sandbox));
  const check = async (organizationId: string) => {
    const organization = await getOrganization(database, organizationId);
    const keys = await keyring.of(organizationId);
    const stream = await loadStream(database, organizationId, 'transactional');
    return checkWayOut(sending().delivery, { organization, keys, stream });
  };
  if (config.role !== 'worker') {
    const app = await buildServer({
      config,
      database,
      room,
      keyring,
      keyStore: foundation.keyStore,
      keyState: () => foundation.keyWatch.state(),
      jobs,
      log,
      now,
      checkWayOut: check,
      publicUrl: () => publicUrl,
      sendNotice: (organizationId, contactId, notice) =>
        deliverNotice(sending().delivery, organizationId, contactId, notice),
      sendNoticeTo: (organizationId, address, notice) =>
        deliverToAddress(sending().delivery, organizationId, address, notice),
    });
    ending.push(() => app.close());
    const port = await listen(app, config.host, config.port);
    publicUrl ||= `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`;
  }

  const { delivery, close } = sending();
  ending.push(async () => close());
  if (sandbox && config.demo && (await listOrganizations(database)).length === 0) {
    say('Making the demonstration: Riverside Family Health, 2,000 synthetic patients.');
    await makeDemonstration(delivery, config.dataDirectory);
  }
  if (config.demo) await addEvents(database);
  if (works) {
    await recoverJournals(delivery, delivery.journalDirectory, '');
    if (foundation.alone) await endLeases(database);
    const ledgers = keepSealed(foundation);
    ending.push(() => ledgers.close());
    const allowPrivate = config.privateTargets;
    const forwarding = keepForwarding({ ...foundation, allowPrivate });
    ending.push(() => forwarding.close());
    const returns = await openReturns(foundation);
    ending.push(() => returns.close());
    const codeDirectory = join(config.dataDirectory, 'code');
    const tasks = {
      import: importTask(foundation, codeDirectory),
      'consent-import': exchangeTask(foundation),
      hygiene: hygieneTask(foundation),
      export: exportTask(foundation),
    };
    const runner = await runJobs(pool, tasks, log, periodicTasks(foundation));
    ending.push(() => runner.stop());
    for (const ref of await recoverImports(foundation, now())) {
      await jobs.add('import', ref, `import:${ref.importId}`);
    }
    for (const organizationId of await brokenLooks(foundation)) {
      await jobs.add('hygiene', { organizationId }, `hygiene:${organizationId}`);
    }
    for (const ref of await recoverExchanges(foundation)) {
      await jobs.add('consent-import', ref, `consent-import:${ref.importId}`);
    }
    for (const ref of await recoverExports(foundation)) {
      await jobs.add('export', ref, `export:${ref.exportId}`);
    }
    const { databaseUrl } = foundation;
    const senders = keepSenders(
      config.senders,
      { databaseUrl, publicUrl, sandbox: link },
      { log, codeDirectory },
    );
    ending.push(() => senders.close());
  }
  say(await greeting(foundation, publicUrl, sandbox));
  await remindOfBackup(foundation);
  await signal;
  say('Draining: what is under way ends; press Ctrl-C again to end at once.');
}

function exchangeTask({ database, keyring, now }: Foundation) {
  return async (ref: { organizationId: string; importId: string }, signal: AbortSignal) => {
    const outcome = await runExchange({ database, keyring, now }, { ...ref, signal });
    // an interrupted one is a failed job: the next start takes it up where it stopped
    if (outcome === 'interrupted') throw new Error('Interrupted.');
  };
}

function exportTask(foundation: Foundation) {
  return async (ref: { organizationId: string; exportId: string }, signal: AbortSignal) => {
    const outcome = await runExport(foundation, { ...ref, signal });
    // the next start begins it anew: one file tells of one moment
    if (outcome === 'interrupted') throw new Error('Interrupted.');
  };
}

function hygieneTask(foundation: Foundation) {
  return async ({ organizationId }: { organizationId: string }, signal: AbortSignal) => {
    const deps = hygieneOf(foundation);
    // an interrupted look begins anew at the next start
    if (!(await lookOver(deps, organizationId, signal))) throw new Error('Interrupted.');
  };
}

async function openSandbox({ config, database, keyring, log, now }: Foundation): Promise<Sandbox> {
  const deps = { database, keyring, log, now };
  const port: Port = config.smtpPort;
  try {
    return await startSandbox(deps, port.number);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    if (!port.named) return startSandbox(deps, 0);
    throw new Failure(
      `Port ${port.number} is taken by another program. End it, or name another port in POSTERN_SMTP_PORT.`,
    );
  }
}

/** Loud, at every start, until somebody confirms it: without the key file all data is lost. */
async function remindOfBackup({ database, keyStore }: Foundation): Promise<void> {
  const { needed, confirmedAt } = await backupState(database, keyStore);
  if (!needed || confirmedAt !== null) return;
  const line = '*'.repeat(72);
  say(
    [
      line,
      `  Keep a copy of ${keyStore.title} elsewhere, apart from any backup`,
      '  of the database. Without it nothing of anybody can ever be opened again.',
      '  Then say so on the page Settings, Keys, or by “postern keys backed-up”.',
      line,
      '',
    ].join('\n'),
  );
}

async function greeting(
  { config }: Foundation,
  publicUrl: string,
  sandbox: Sandbox | null,
): Promise<string> {
  const lines = ['', 'Postern is ready.', ''];
  if (config.role !== 'worker') lines.push(`  Open      ${publicUrl}`);
  lines.push(...(await signInHint(config.dataDirectory)).map((hint) => `  ${hint}`));
  if (sandbox)
    lines.push(`  Sandbox   smtp://127.0.0.1:${sandbox.port} (STARTTLS); its inbox is a page`);
  lines.push(`  Data      ${config.dataDirectory}`, '', 'Ctrl-C drains and ends.', '');
  return lines.join('\n');
}
