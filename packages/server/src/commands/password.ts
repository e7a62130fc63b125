import { randomBytes } from 'node:crypto';
import { setPassword } from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import type { Config } from '../config/index.ts';
import { inTransaction } from '../database/index.ts';
import { openFoundation } from '../foundation.ts';
import { Failure } from './failure.ts';

/** The way back for somebody who lost a password: whoever may run this has the keys anyway. */
export async function newPassword(
  config: Config,
  email: string,
  { forgetFactors = false }: { readonly forgetFactors?: boolean } = {},
): Promise<void> {
  const foundation = await openFoundation(config, { beside: true });
  const { database, keyring } = foundation;
  try {
    const password = randomBytes(12).toString('base64url');
    const user = await inTransaction(database, (tx) =>
      setPassword(tx, email, password, { factors: forgetFactors }),
    );
    if (!user) throw new Failure('Nobody signs in with this address.');
    const keys = await keyring.of(user.organizationId);
    const subject = { userId: user.userId };
    await inTransaction(database, async (tx) => {
      const note = { actor: 'system', subject };
      await appendAudit(tx, keys, { ...note, action: 'password.changed' });
      if (forgetFactors) await appendAudit(tx, keys, { ...note, action: 'user.factors_reset' });
    });
    process.stdout.write(`New password: ${password}\n`);
  } finally {
    await foundation.close();
  }
}
