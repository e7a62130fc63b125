import { performance } from 'node:perf_hooks';
import { addUser } from '../../packages/server/src/access/index.ts';
import { startSession } from '../../packages/server/src/access/session.ts';
import { quantile } from '../consent/quantile.ts';
import type { Clinic } from './clinic.ts';

const ASKED = 600;
const WARM_UP = 100;

/** Milliseconds (p95) for one contact by address or record number, in turn, over HTTP. */
export async function measureLookups(clinic: Clinic, contacts: number): Promise<number> {
  const { database, organizationId } = clinic.world;
  const userId = await addUser(database, {
    organizationId,
    email: `bench-${Date.now()}@example.org`,
    name: 'Bench',
    roles: ['administrator'],
    password: 'correct horse battery staple 7',
  });
  const whence = { address: '127.0.0.1', browser: 'bench', deviceHash: null };
  const { token } = await startSession(database, userId, 'whole', whence, new Date());
  const product = await clinic.serve();
  try {
    const times: number[] = [];
    for (let at = 0; at < WARM_UP + ASKED; at += 1) {
      const place = (at * 7_919) % contacts;
      const text =
        at % 2 === 0 ? `R${10_000_000 + place}` : `p${place}@mail${place % 50}.example.org`;
      const began = performance.now();
      const answer = await fetch(`${product.base}/api/v1/contacts/search`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ text }),
      });
      const found = (await answer.json()) as { data?: readonly unknown[] };
      if (found.data?.length !== 1) throw new Error(`${text}: ${JSON.stringify(found)}`);
      if (at >= WARM_UP) times.push(performance.now() - began);
    }
    return quantile(times, 0.95);
  } finally {
    await product.end();
  }
}
