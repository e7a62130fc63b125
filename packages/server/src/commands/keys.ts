import type { Config } from '../config/index.ts';
import { inTransaction } from '../database/index.ts';
import { type Foundation, openFoundation } from '../foundation.ts';
import {
  backupState,
  beginRotation,
  confirmBackup,
  rewrapKeys,
  rotationState,
  runRotation,
  wrappedByOlder,
} from '../keys/index.ts';
import { Failure } from './failure.ts';
import { noteFor, noteForAll } from './note-for.ts';
import { organizationNamed } from './organization-named.ts';
import { rotationOf } from './rotation-of.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

/** Tells where the keys are, and what is to be done about them. */
export async function keysStatus(config: Config): Promise<void> {
  await withFoundation(config, async ({ database, keyStore, keyWatch }) => {
    say(`The key-encryption key is in ${keyStore.title}.`);
    say(keyWatch.state().sentence ?? 'It answers.');
    const older = await wrappedByOlder(database, keyStore);
    if (older > 0) say(`${older} keys are wrapped by an older one: run “postern keys rewrap”.`);
    const { needed, confirmedAt } = await backupState(database, keyStore);
    if (needed && confirmedAt === null) {
      say('Nobody has confirmed that a copy of it is kept elsewhere: “postern keys backed-up”.');
    }
  });
}

/** Somebody at the command line says that a copy of the key file is kept elsewhere. */
export async function keysBackedUp(config: Config): Promise<void> {
  await withFoundation(config, async (foundation) => {
    const { database, keyStore, now } = foundation;
    await inTransaction(database, (tx) => confirmBackup(tx, keyStore, 'system', now()));
    await noteForAll(foundation, 'keys.backup_confirmed', {});
    say('Noted. When the key file changes, you are asked again.');
  });
}

/** Wraps all keys anew; beside a running Postern too. */
export async function keysRewrap(config: Config): Promise<void> {
  await withFoundation(config, async (foundation) => {
    const { database, keyStore } = foundation;
    const { keys } = await rewrapKeys(database, keyStore);
    await noteForAll(foundation, 'keys.rewrapped', { keys });
    say(`${keys} keys are wrapped anew, by ${keyStore.title}.`);
    say('The key from before is needed by backups alone, from before now.');
    const { needed } = await backupState(database, keyStore);
    if (needed) say('Keep a copy of the new key file elsewhere, then: “postern keys backed-up”.');
  });
}

/** Changes the key that seals an organization's data, and waits for the end; it can be ended and run again. */
export async function keysRotate(
  config: Config,
  options: { readonly organization?: string },
): Promise<void> {
  await withFoundation(config, async (foundation) => {
    const { database, keyStore, keyWatch, now } = foundation;
    const { id } = await organizationNamed(database, options.organization);
    const begun = await inTransaction(database, (tx) => beginRotation(tx, keyStore, id, now()));
    if (begun.kind === 'last') throw new Failure('No number is left for another key.');
    if (begun.kind === 'begun') {
      await noteFor(foundation, id, 'keys.rotation_begun', { version: begun.version });
    }
    const stopping = new AbortController();
    const stop = () => stopping.abort();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    let shown = '';
    await runRotation(rotationOf(foundation), id, stopping.signal, async () => {
      await keyWatch.look();
      const state = await rotationState(database, id);
      const line = `Key ${begun.version}: ${state?.state ?? ''}, ${state?.done ?? 0} of ${state?.total ?? '…'} values`;
      if (line !== shown) say(line);
      shown = line;
    });
    const state = await rotationState(database, id);
    if (state?.problem) say(state.problem);
    say(
      state?.state === 'finished'
        ? 'All is sealed with the new key; the old one is destroyed.'
        : 'Interrupted: the running Postern goes on with it, or run this again.',
    );
  });
}

async function withFoundation(config: Config, work: (foundation: Foundation) => Promise<void>) {
  const foundation = await openFoundation(config, { beside: true, report: say });
  try {
    await work(foundation);
  } finally {
    await foundation.close();
  }
}
