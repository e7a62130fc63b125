import { access } from './access.ts';
import { chaos } from './chaos.ts';
import { consent } from './consent.ts';
import { contacts } from './contacts.ts';
import { send } from './send.ts';
import { shapes } from './shapes.ts';

const BENCHES: Readonly<Record<string, () => Promise<void>>> = {
  access,
  chaos,
  consent,
  contacts,
  send,
  shapes,
};

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (bench) await bench();
else {
  console.error(`Name a bench: ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
}
