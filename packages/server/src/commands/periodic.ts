import { expireAuthorizations } from '../authorizations/index.ts';
import { checkAllStreams, openDomainDeps } from '../domains/index.ts';
import { expireExports } from '../exports/index.ts';
import { expireConfirmations } from '../forms/index.ts';
import type { Foundation } from '../foundation.ts';
import { lookOverAll } from '../hygiene/index.ts';
import type { Periodic } from '../jobs/index.ts';
import { runningRotations, runRotation } from '../keys/index.ts';
import { finishDestructions } from '../organizations/index.ts';
import { expireMessages } from '../portal/index.ts';
import { forgetOld } from './forget-old.ts';
import { hygieneOf } from './hygiene-of.ts';
import { rotationOf } from './rotation-of.ts';

/** What is looked after without being asked for. Times are UTC. */
export function periodicTasks(foundation: Foundation): readonly Periodic[] {
  const { config, database, keyring, log, now } = foundation;
  return [
    {
      name: 'check-domains',
      cron: '17 4 * * *',
      run: (signal) => checkAllStreams(openDomainDeps({ config, database, keyring, now }), signal),
    },
    {
      // a date passes with UTC's day
      name: 'expire-authorizations',
      cron: '2 0 * * *',
      run: (signal) => expireAuthorizations({ database, keyring, log, now }, signal),
    },
    {
      name: 'expire-pick-up',
      cron: '7 * * * *',
      run: async () => void (await expireMessages(database, now())),
    },
    {
      name: 'expire-confirmations',
      cron: '11 * * * *',
      run: async () => void (await expireConfirmations(database, now())),
    },
    {
      name: 'expire-exports',
      cron: '29 * * * *',
      run: async () => void (await expireExports({ database, keyring, now })),
    },
    {
      // what was begun by a button, and what a crash left
      name: 'change-keys',
      cron: '* * * * *',
      run: async (signal) => {
        for (const id of await runningRotations(foundation)) {
          await runRotation(rotationOf(foundation), id, signal);
        }
        await finishDestructions(foundation);
      },
    },
    {
      name: 'look-over-contacts',
      cron: '23 2 * * *',
      run: (signal) => lookOverAll(hygieneOf(foundation), signal),
    },
    {
      name: 'forget-old',
      cron: '41 3 * * *',
      run: () => forgetOld(database, now()),
    },
  ];
}
