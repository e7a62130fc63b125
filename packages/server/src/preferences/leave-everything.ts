import { unsubscribe } from '../tracking/index.ts';
import { EVERYTHING } from './kinds.ts';
import { leftScopes } from './preferences.ts';
import { type Origin, recordChoice } from './record-choice.ts';
import type { Chooser, PreferencesDeps } from './whose-link.ts';
import { leaveWording } from './wording.ts';

/**
 * Ends all mailings, all commercial mail and all requests for donations, for the very next message.
 * Doing it twice adds nothing. `token` is the link's own, so that it counts for its campaign.
 */
export async function leaveEverything(
  deps: PreferencesDeps,
  chooser: Chooser,
  { origin, token }: { readonly origin: Origin; readonly token: string },
): Promise<number> {
  const count = await recordChoice(deps, chooser, {
    action: 'consent.left',
    shown: leaveWording(chooser.organizationName),
    origin,
    facts: (events) => {
      const out = leftScopes(events, deps.now());
      return EVERYTHING.filter((scope) => !out.has(scope)).map((scope) => ({
        kind: 'opted_out' as const,
        scope,
      }));
    },
  });
  await unsubscribe(deps, token, 'page');
  return count;
}
