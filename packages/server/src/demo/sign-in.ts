import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuiltInRole } from '../access/index.ts';

/** Who works at the demonstration's clinic; all have the one password of this installation. */
export const DEMO_USERS = [
  { email: 'ana@riverside.example.org', name: 'Ana Ruiz', roles: ['administrator'] },
  {
    email: 'sam@riverside.example.org',
    name: 'Sam Okafor',
    roles: ['marketer', 'campaign_approver'],
  },
  { email: 'lee@riverside.example.org', name: 'Lee Brandt', roles: ['analyst'] },
] as const satisfies readonly { email: string; name: string; roles: readonly BuiltInRole[] }[];

const fileIn = (dataDirectory: string) => join(dataDirectory, 'demonstration-sign-in.txt');

/** Keeps the demonstration's password where its operator finds it (0600), made anew each time. */
export async function writeSignIn(dataDirectory: string, password: string): Promise<void> {
  await writeFile(fileIn(dataDirectory), `${password}\n`, { mode: 0o600 });
}

/** How to sign in, for the greeting; nothing when there is no demonstration. */
export async function signInHint(dataDirectory: string): Promise<readonly string[]> {
  const password = await readFile(fileIn(dataDirectory), 'utf8').catch(() => null);
  if (password === null) return [];
  const [owner, ...others] = DEMO_USERS;
  return [
    `Sign in   ${owner.email}, password ${password.trim()}`,
    `          or, with the same password, ${others.map(({ email, roles }) => `${email} (${roles[0]})`).join(', ')}`,
  ];
}
