import { checkAllStreams, openDomainDeps } from '../domains/index.ts';
import type { Foundation } from '../foundation.ts';
import type { Periodic } from '../jobs/index.ts';
import { expireMessages } from '../portal/index.ts';
import { forgetOld } from './forget-old.ts';

/** What is looked after without being asked for. Times are UTC. */
export function periodicTasks(foundation: Foundation): readonly Periodic[] {
  const { config, database, keyring, now } = foundation;
  return [
    {
      name: 'check-domains',
      cron: '17 4 * * *',
      run: (signal) => checkAllStreams(openDomainDeps({ config, database, keyring, now }), signal),
    },
    {
      name: 'expire-pick-up',
      cron: '7 * * * *',
      run: async () => void (await expireMessages(database, now())),
    },
    {
      name: 'forget-old',
      cron: '41 3 * * *',
      run: () => forgetOld(database, now()),
    },
  ];
}
