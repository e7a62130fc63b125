import { addUser, BUILT_IN_ROLES } from '../../packages/server/src/access/index.ts';
import { allRoutes } from '../../packages/server/src/http/contract/index.ts';
import { type ApiWorld, type Client, PASSWORD } from '../support/api.ts';

const SOME_ID = '018f3c2e-7a1b-7c3d-8e4f-5a6b7c8d9e0f';
/** What stands for a parameter that is no id. */
const WORDS: Readonly<Record<string, string>> = { stream: 'marketing', suffix: 'example.org' };

/** 'nobody', then the built-in roles, as the columns of the table. */
const COLUMNS = ['nobody', ...BUILT_IN_ROLES.map(({ id }) => id)];

/**
 * Calls every route as every role, against the real server, and tells what each was answered: `yes`
 * (let in, whatever came of it: there is nothing behind the ids, and the bodies are empty), `403` (a
 * permission is missing) or `401` (nobody is signed in). One line a route.
 */
export async function accessMatrix(world: ApiWorld): Promise<string> {
  const clients: [string, Client][] = [['nobody', world.anybody()]];
  const { database, organizationId } = world;
  for (const { id } of BUILT_IN_ROLES) {
    const email = `only-${id}@example.org`;
    const user = { organizationId, email, name: id, roles: [id], password: PASSWORD };
    await addUser(database, user);
    clients.push([id, await world.signInAs(email)]);
  }
  const routes = [...allRoutes()].filter(([name]) => name !== 'signOut' && name !== 'signIn');
  const width = Math.max(...routes.map(([name]) => name.length));
  const head = ['route'.padEnd(width), 'permission'.padEnd(18), ...COLUMNS].join('  ');
  const lines: string[] = [];
  for (const [name, shape] of routes.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const url = shape.url.replace(/\{(\w+)\}/g, (_, key: string) => WORDS[key] ?? SOME_ID);
    const cells: string[] = [];
    for (const [role, client] of clients) {
      const verdict = verdictOf(await ask(client, shape.method, url));
      cells.push(verdict.padEnd(role.length));
    }
    const permission = (shape.permission ?? (shape.public ? 'public' : 'signed in')).padEnd(18);
    lines.push([name.padEnd(width), permission, ...cells].join('  ').trimEnd());
  }
  return `${[head, ...lines].join('\n')}\n`;
}

async function ask(client: Client, method: string, url: string) {
  const body = method === 'GET' || method === 'DELETE' ? undefined : {};
  return client.request(method as 'GET', `/api/v1${url}`, body);
}

function verdictOf({ status, json }: { status: number; json: { code?: string } | null }): string {
  if (status === 401 && json?.code === 'not_signed_in') return '401';
  if (status === 403 && json?.code === 'permission_missing') return '403';
  if (status >= 500) return String(status);
  return 'yes';
}
