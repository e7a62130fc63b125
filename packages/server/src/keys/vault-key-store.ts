import type { VaultConfig } from '../config/index.ts';
import {
  type InstalledKeyStore,
  KeyStoreUnavailable,
  KeyUnavailable,
  named,
  splitName,
} from './key-store.ts';

const PREFIX = 'vault:';
const PATIENCE = 5_000;

/**
 * The transit engine of HashiCorp Vault (or OpenBao). Each organization has a key of its own there,
 * made when it is first used, so that it can be deleted alone; the organization is also associated
 * data of what is wrapped.
 */
export function vaultKeyStore(config: VaultConfig): InstalledKeyStore {
  const { address, namespace, mount, key, oldKey, auth } = config;
  const title = `the Vault keys ${mount}/${key}-… at ${address}`;
  const nameOf = (of: string) => `${PREFIX}${mount}/${of}`;
  let token: Promise<string> | null = null;

  const send = async (method: string, path: string, body: unknown, withToken: string | null) => {
    try {
      return await fetch(`${address}/v1/${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(withToken !== null && { 'x-vault-token': withToken }),
          ...(namespace !== null && { 'x-vault-namespace': namespace }),
        },
        ...(body !== null && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE),
      });
    } catch (error) {
      const why = error instanceof Error ? error.name : 'unknown';
      throw new KeyStoreUnavailable(`Vault at ${address} does not answer (${why}).`);
    }
  };
  const signIn = async () => {
    if (auth.kind === 'token') return auth.token;
    const { roleId, secretId } = auth;
    const body = { role_id: roleId, secret_id: secretId };
    const answer = await send('POST', 'auth/approle/login', body, null);
    const found = answer.ok ? fieldOf(await answer.json(), 'auth', 'client_token') : null;
    if (found === null) {
      throw new KeyStoreUnavailable(`Vault refused the AppRole sign-in (${answer.status}).`);
    }
    return found;
  };
  const tokenNow = () => {
    token ??= signIn();
    token.catch(() => {
      token = null;
    });
    return token;
  };
  const ask = async (method: string, path: string, body: unknown = null): Promise<Response> => {
    const first = await send(method, path, body, await tokenNow());
    if (first.status !== 403 || auth.kind === 'token') return first;
    // a token of an AppRole has its time: one more
    token = null;
    return send(method, path, body, await tokenNow());
  };
  const failed = async (answer: Response) => {
    const text = answer.status === 400 ? await answer.text() : '';
    if (/authentication failed|invalid ciphertext|key not found|no handler/i.test(text)) {
      return new KeyUnavailable(
        `A key of this database does not open with ${title}. Name the keys that it was wrapped with in POSTERN_VAULT_KEY or POSTERN_VAULT_OLD_KEY.`,
      );
    }
    return new KeyStoreUnavailable(`Vault cannot be used at the moment (status ${answer.status}).`);
  };
  const answered = async (answer: Response, field: string) => {
    const found = answer.ok ? fieldOf(await answer.json(), 'data', field) : null;
    if (found === null) throw await failed(answer);
    return found;
  };
  const associated = (organizationId: string) => Buffer.from(organizationId).toString('base64');

  return {
    kind: 'vault',
    title,
    owns: (name) => name?.startsWith(PREFIX) ?? false,
    async wrap(dataKey, organizationId) {
      const answer = await ask('POST', `${mount}/encrypt/${key}-${organizationId}`, {
        plaintext: Buffer.from(dataKey).toString('base64'),
        associated_data: associated(organizationId),
      });
      return named(nameOf(key), Buffer.from(await answered(answer, 'ciphertext')));
    },
    async unwrap(bytes, organizationId) {
      const { name, wrapped } = splitName(bytes);
      const from = [key, oldKey].find((one) => one !== null && nameOf(one) === name);
      if (from === undefined) {
        throw new KeyUnavailable(
          `A key of this database was wrapped by ${name ?? 'a key file'}, not by ${title}. Name those keys in POSTERN_VAULT_OLD_KEY.`,
        );
      }
      const answer = await ask('POST', `${mount}/decrypt/${from}-${organizationId}`, {
        ciphertext: wrapped.toString(),
        associated_data: associated(organizationId),
      });
      return Buffer.from(await answered(answer, 'plaintext'), 'base64');
    },
    isCurrent: async (bytes) => splitName(bytes).name === nameOf(key),
    // Vault keeps the versions of a key; what is encrypted anew is encrypted by the newest
    beginRenewal: async () => {},
    endRenewal: async () => {},
    async forget(organizationId) {
      for (const one of [key, oldKey]) {
        if (one === null) continue;
        const path = `${mount}/keys/${one}-${organizationId}`;
        const allowed = await ask('POST', `${path}/config`, { deletion_allowed: true });
        // 400 and 404: there is no such key, or no longer
        if ([400, 404].includes(allowed.status)) continue;
        const deleted = allowed.ok ? await ask('DELETE', path) : allowed;
        if (!deleted.ok) throw await failed(deleted);
      }
      return {
        everywhere: true,
        sentence: `The organization’s own key was deleted from Vault (${mount}/${key}-${organizationId}): no backup of the database opens any more. Backups of Vault itself from before still hold it.`,
      };
    },
    backupMark: async () => null,
  };
}

function fieldOf(body: unknown, part: string, field: string): string | null {
  const inner = typeof body === 'object' && body !== null ? Reflect.get(body, part) : null;
  const found: unknown =
    typeof inner === 'object' && inner !== null ? Reflect.get(inner, field) : null;
  return typeof found === 'string' ? found : null;
}
