import { performance } from 'node:perf_hooks';
import { quantile } from '../consent/quantile.ts';
import type { Clinic } from './clinic.ts';
import { signedIn } from './signed-in.ts';

const ASKED = 600;
const WARM_UP = 100;

/** Milliseconds (p95) for one contact by address or record number, in turn, over HTTP. */
export async function measureLookups(clinic: Clinic, contacts: number): Promise<number> {
  const product = await clinic.serve();
  try {
    const call = await signedIn(clinic, product.base);
    const times: number[] = [];
    for (let at = 0; at < WARM_UP + ASKED; at += 1) {
      const place = (at * 7_919) % contacts;
      const text =
        at % 2 === 0 ? `R${10_000_000 + place}` : `p${place}@mail${place % 50}.example.org`;
      const began = performance.now();
      const found = (await call('contacts/search', { text })) as { data?: readonly unknown[] };
      if (found.data?.length !== 1) throw new Error(`${text}: ${JSON.stringify(found)}`);
      if (at >= WARM_UP) times.push(performance.now() - began);
    }
    return quantile(times, 0.95);
  } finally {
    await product.end();
  }
}
