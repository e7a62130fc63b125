import { openChain, requireVersion, restoreBackup, type Settled } from '../backup/index.ts';
import type { Config } from '../config/index.ts';
import { openDatabase } from '../database/index.ts';
import { reachDatabase } from '../foundation.ts';
import { openKeyStore } from '../keys/index.ts';
import { moveKeyFile } from '../move-key-file.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

/**
 * Restores a backup into an empty database. All is verified before the database is even started: the key
 * store, every byte, every file that is needed, the version.
 */
export async function restore(
  config: Config,
  paths: readonly string[],
  { nothingSentSince = false }: { readonly nothingSentSince?: boolean },
): Promise<void> {
  await moveKeyFile(config, say);
  // one that was made now would open nothing
  const keyStore = await openKeyStore(config, { mayMake: false });
  const chain = await openChain(paths, keyStore);
  try {
    await requireVersion(chain);
    const reached = await reachDatabase(config, { beside: true, report: say });
    try {
      const { database } = openDatabase(reached.url, () => {});
      try {
        const deps = { database, keyStore, now: () => new Date() };
        const settled = await restoreBackup(deps, chain, { nothingSentSince });
        for (const line of whatIsToBeDone(chain.head.createdAt, settled)) say(line);
      } finally {
        await database.destroy();
      }
    } finally {
      await reached.stop();
    }
  } finally {
    await chain.close();
  }
}

function whatIsToBeDone(
  createdAt: string,
  { pausedCampaigns, uncertain, destroyed }: Settled,
): readonly string[] {
  const lines = [`Everything is as it was at ${createdAt}.`];
  if (pausedCampaigns > 0) {
    lines.push(
      `${pausedCampaigns} campaigns are paused; ${uncertain} messages that waited are uncertain and do not go again. Look before you resume.`,
    );
  }
  if (destroyed > 0) lines.push(`${destroyed} organizations were destroyed since, and stay so.`);
  return [
    ...lines,
    'Nobody is signed in. What happened since is not in it, so do this before anybody else uses it:',
    '  enter the refusals and revocations that came since, on paper or in another system;',
    '  remove users, roles and keys that were taken away since: they are back;',
    '  look at drafts: one that was launched since would be sent again.',
  ];
}
