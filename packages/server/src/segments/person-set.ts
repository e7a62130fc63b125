import type { Leaf, PersonCondition } from '@postern/core/segments';
import { sampler } from '@postern/core/segments';
import type { CompileContext, PersonSet } from './asking.ts';
import { endsWithin } from './ends-within.ts';
import { hadEvent, recentlyMailed } from './had-event.ts';
import { inConsent } from './in-consent.ts';
import { inDoubt } from './in-doubt.ts';

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
    case 'address':
      return inDoubt(condition, context);
    case 'recentlyMailed':
      return recentlyMailed(condition, context);
  }
}
