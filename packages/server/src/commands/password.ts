import { randomBytes } from 'node:crypto';
import { setPassword } from '../access/index.ts';
import { appendAudit } from '../audit/index.ts';
import type { Config } from '../config/index.ts';
import { inTransaction } from '../database/index.ts';
import { openFoundation } from '../foundation.ts';
import { Failure } from './failure.ts';

/** The way back for somebody who lost a password: whoever may run this has the keys anyway. */
export async function newPassword(config: Config, email: string): Promise<void> {
  const foundation = await openFoundation(config, { beside: true });
  const { database, keyring } = foundation;
  try {
    const password = randomBytes(12).toString('base64url');
    const user = await setPassword(database, email, password);
    if (!user) throw new Failure('Nobody signs in with this address.');
    const keys = await keyring.of(user.organizationId);
    const entry = {
      actor: 'system',
      action: 'password.changed',
      subject: { userId: user.userId },
    } as const;
    await inTransaction(database, (tx) => appendAudit(tx, keys, entry));
    process.stdout.write(`New password: ${password}\n`);
  } finally {
    await foundation.close();
  }
}
