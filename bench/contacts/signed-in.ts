import { addUser } from '../../packages/server/src/access/index.ts';
import { startSession } from '../../packages/server/src/access/session.ts';
import type { Clinic } from './clinic.ts';

/** An administrator's calls to the API. */
export type Call = (path: string, body?: unknown) => Promise<unknown>;

export async function signedIn({ world }: Clinic, base: string): Promise<Call> {
  const { database, organizationId } = world;
  const userId = await addUser(database, {
    organizationId,
    email: `bench-${Date.now()}@example.org`,
    name: 'Bench',
    roles: ['administrator'],
    password: 'correct horse battery staple 7',
  });
  const whence = { address: '127.0.0.1', browser: 'bench', deviceHash: null };
  const { token } = await startSession(database, userId, 'whole', whence, new Date());
  const authorization = `Bearer ${token}`;
  return async (path, body) => {
    const answer = await fetch(`${base}/api/v1/${path}`, {
      headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return answer.json();
  };
}
