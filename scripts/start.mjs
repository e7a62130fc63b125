// `npm start`: sets up what is missing, then runs Postern.
import { orSentence, setup } from './setup.mjs';

await orSentence(async () => {
  setup();
  process.argv.splice(2, 0, 'start');
  await import('../packages/server/bin/postern.mjs');
});
