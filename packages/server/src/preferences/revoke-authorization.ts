import { recipientAt } from '@postern/core/consent';
import { refOf } from './allowed.ts';
import { type Origin, recordChoice } from './record-choice.ts';
import type { Chooser, PreferencesDeps } from './whose-link.ts';
import { revocationWording } from './wording.ts';

/**
 * Takes an authorization back, 45 CFR 164.508(b)(5); it holds for the very next message. `ref` is
 * the one of `Allowed`. Answers whether it was still there to take back: a second time adds nothing.
 */
export async function revokeAuthorization(
  deps: PreferencesDeps,
  chooser: Chooser,
  { ref, origin }: { readonly ref: string; readonly origin: Origin },
): Promise<boolean> {
  const count = await recordChoice(deps, chooser, {
    action: 'consent.revoked',
    shown: revocationWording(chooser.organizationName),
    origin,
    facts: (events) => {
      const { authorizations } = recipientAt(events, deps.now().toISOString());
      return authorizations
        .filter((one) => one.revokedAt === null && refOf(chooser.keys, one) === ref)
        .map(({ id }) => ({ kind: 'authorization_revoked' as const, documentId: id }));
    },
  });
  return count > 0;
}
