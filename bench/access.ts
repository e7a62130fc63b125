// What safety costs: a call with a key beside the same call of a server that asks nobody who they are;
// and the ledger of acts, as it is appended to and verified. Run:
//
//     npm run bench -- access
//     npm run bench -- access --entries 50000
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { measureKeyCall } from './access/key-call.ts';
import { measureLedger } from './access/ledger.ts';
import { optionOf } from './option-of.ts';
import { table } from './table.ts';

const ENTRIES = optionOf('--entries', 200_000);

/** Prints tables, writes bench/results/access.json and ends with one line of JSON. */
export async function access(): Promise<void> {
  console.log(`On ${availableParallelism()} cores that client, server and database share`);
  const call = await measureKeyCall();
  table('A call (microseconds)', [{ ...call }]);
  const ledger = await measureLedger(ENTRIES);
  table('The ledger', [{ entries: ENTRIES, ...ledger }]);
  const result = {
    bench: 'access',
    timesUnauthenticated: call.timesUnauthenticated,
    appendsPerSecond: ledger.appendsPerSecond,
    verifiedPerSecond: ledger.verifiedPerSecond,
  };
  const directory = join(import.meta.dirname, 'results');
  mkdirSync(directory, { recursive: true });
  const kept = { ...result, entries: ENTRIES, bytesPerEntry: ledger.bytesPerEntry };
  writeFileSync(join(directory, 'access.json'), `${JSON.stringify(kept, null, 2)}\n`);
  console.log(`\n${JSON.stringify(result)}`);
}
