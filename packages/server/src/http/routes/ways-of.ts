import type { Factors } from '../../access/index.ts';

/** By what somebody may give their second factor. */
export const waysOf = ({ passkeys, totp, recoveryCodes }: Factors) => ({
  ways: [
    ...(passkeys > 0 ? (['passkey'] as const) : []),
    ...(totp ? (['totp'] as const) : []),
    ...(recoveryCodes > 0 ? (['recovery_code'] as const) : []),
  ],
});
