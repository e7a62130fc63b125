import type { Leaf, PersonCondition } from '@postern/core/segments';
import { sampler } from '@postern/core/segments';
import type { Database, Tx } from '../database/index.ts';
import type { CompileContext } from './compile-segment.ts';
import { endsWithin } from './ends-within.ts';
import { hadEvent, recentlyMailed } from './had-event.ts';
import { inConsent } from './in-consent.ts';

/** People of whom something is true that stands in no column. */
export type PersonSet =
  /** Told from the id alone. */
  | { readonly byId: (id: string) => boolean }
  | {
      readonly byId?: undefined;
      /** The places of those in these buckets, by bucket. */
      places(
        db: Database | Tx,
        buckets: readonly number[],
      ): Promise<ReadonlyMap<number, readonly number[]>>;
    };

/** Asked of the person; else of an attribute. */
export function isAboutPerson(leaf: Leaf): leaf is PersonCondition {
  return !('attribute' in leaf);
}

/** Who fulfils a condition that is asked of the person. */
export function personSet(condition: PersonCondition, context: CompileContext): PersonSet {
  switch (condition.op) {
    case 'authorizationEnds':
      return endsWithin(condition.days, context);
    case 'sample':
      return { byId: sampler(condition.percent, condition.seed) };
    case 'segment':
      // one that was not found when the tree was put together: nobody is in it
      return { byId: () => false };
    case 'event':
      return hadEvent(condition, context);
    case 'consent':
      return inConsent(condition, context);
    case 'recentlyMailed':
      return recentlyMailed(condition, context);
  }
}
