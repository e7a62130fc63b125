import { chaos } from './chaos.ts';
import { send } from './send.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = { chaos, send };

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (bench) await bench();
else {
  console.error(`Name a bench: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
}
