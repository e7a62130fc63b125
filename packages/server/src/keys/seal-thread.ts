import { parentPort } from 'node:worker_threads';
import { type SealOrder, sealWhereTheyLie } from './seal-order.ts';

// The thread of `openSealing`: seals what it is sent, one order after the other.
parentPort?.on('message', (order: SealOrder) => {
  sealWhereTheyLie(order);
  parentPort?.postMessage('sealed', []);
});
