import type { AskedTree } from '../population/segments.ts';
import type { Clinic } from './clinic.ts';
import { renamed } from './counts.ts';
import { signedIn } from './signed-in.ts';

/**
 * The most memory (MB) that the product's own process held, with its pages and API in it, while it counted
 * each segment and asked the gate about everybody. The process of the bench also makes the population.
 */
export async function servedMemory(
  clinic: Clinic,
  trees: readonly AskedTree[],
  campaignId: string,
): Promise<number> {
  const product = await clinic.serve();
  try {
    const call = await signedIn(clinic, product.base);
    for (const tree of trees) await call('segments/count', { tree: renamed(tree, clinic.mapping) });
    await call(`campaigns/${campaignId}/review`);
    return product.mostMb();
  } finally {
    await product.end();
  }
}
