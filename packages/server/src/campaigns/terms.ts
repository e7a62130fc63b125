import type { Profile, Sender } from '@postern/core/gate';
import type { Database, Tx } from '../database/index.ts';

/** What the gate asks about whoever sends. */
export interface SenderTerms {
  readonly sender: Sender;
  readonly profile: Profile;
  /** Whoever carries the mail has signed a business associate agreement, 45 CFR 164.504(e). */
  readonly processorsUnderBaa: boolean;
  /** False: commercial mail would lack what 15 USC 7704(a)(5)(A)(iii) asks for. */
  readonly hasPostalAddress: boolean;
}

/** As the organization's settings are now. */
export async function loadSenderTerms(
  db: Database | Tx,
  organizationId: string,
): Promise<SenderTerms> {
  const row = await db
    .selectFrom('organizations')
    .select(['sender', 'profile', 'transport', 'postal_address'])
    .where('id', '=', organizationId)
    .executeTakeFirstOrThrow();
  const transport = row.transport as { readonly kind?: unknown; readonly underBaa?: unknown };
  return {
    sender: row.sender as Sender,
    profile: row.profile as Profile,
    // sandbox: within this program. direct: to the recipient's own mail server, which is nobody's
    // processor. So nobody else handles the message.
    processorsUnderBaa:
      transport.kind === 'sandbox' || transport.kind === 'direct' || transport.underBaa === true,
    hasPostalAddress: row.postal_address.trim() !== '',
  };
}
