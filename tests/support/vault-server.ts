import { randomBytes } from 'node:crypto';
import { type Answer, decrypt, encrypt, type KeyServer, keyServer } from './kms-server.ts';

export interface VaultServer extends KeyServer {
  /** A new version of each key, as an operator makes it. */
  rotate(): void;
  /** The versions with which keys were wrapped, in their order. */
  readonly wrappedWith: number[];
  /** Tokens that an AppRole got are worth nothing from now on. */
  endTokens(): void;
}

interface Key {
  readonly versions: Buffer[];
  deletable: boolean;
}

/** As HashiCorp Vault answers about a transit engine at `transit/`, to the token or AppRole given. */
export async function vaultServer(given: {
  readonly token?: string;
  readonly role?: { readonly roleId: string; readonly secretId: string };
  readonly namespace?: string;
}): Promise<VaultServer> {
  const keys = new Map<string, Key>();
  const tokens = new Set(given.token === undefined ? [] : [given.token]);
  const wrappedWith: number[] = [];
  const refused: Answer = { status: 403, body: { errors: ['permission denied'] } };
  const wrong = (sentence: string): Answer => ({ status: 400, body: { errors: [sentence] } });

  const server = await keyServer(
    (name, body, { headers }) => {
      const faults = [];
      const found = headers['x-vault-namespace'];
      if (found !== given.namespace) faults.push(`namespace ${String(found)}`);
      if (name === 'POST /v1/auth/approle/login') {
        const { roleId, secretId } = given.role ?? {};
        if (body.role_id !== roleId || body.secret_id !== secretId) return wrong('invalid role');
        const token = randomBytes(8).toString('hex');
        tokens.add(token);
        return { status: 200, body: { auth: { client_token: token } }, faults };
      }
      if (!tokens.has(String(headers['x-vault-token']))) return refused;
      const [, verb, keyName = '', config] =
        /^\w+ \/v1\/transit\/(encrypt|decrypt|keys)\/([\w-]+)(\/config)?$/.exec(name) ?? [];
      const key = keys.get(keyName);
      if (verb === 'keys') return manage(name, keyName, config !== undefined, body);
      const data = Buffer.from(String(body.associated_data), 'base64').toString();
      if (!keyName.endsWith(data) || data === '') faults.push('associated data is no organization');
      if (verb === 'encrypt') {
        // as Vault: a key is made when it is first used
        const own = key ?? { versions: [randomBytes(32)], deletable: false };
        keys.set(keyName, own);
        const version = own.versions.length;
        wrappedWith.push(version);
        const plain = Buffer.from(String(body.plaintext), 'base64');
        const sealed = encrypt(own.versions[version - 1] ?? Buffer.alloc(0), plain, data);
        const ciphertext = `vault:v${version}:${sealed.toString('base64')}`;
        return { status: 200, body: { data: { ciphertext } }, faults };
      }
      if (verb === 'decrypt') {
        if (key === undefined) return wrong('encryption key not found');
        const [, version, text] = /^vault:v(\d+):(.+)$/.exec(String(body.ciphertext)) ?? [];
        const own = key.versions[Number(version) - 1] ?? Buffer.alloc(32);
        const plain = decrypt(own, Buffer.from(text ?? '', 'base64'), data);
        if (plain === null) return wrong('cipher: message authentication failed');
        return { status: 200, body: { data: { plaintext: plain.toString('base64') } }, faults };
      }
      return { status: 404, body: { errors: [] } };
    },
    ({ method, url }) => `${method} ${url}`,
  );

  function manage(name: string, keyName: string, isConfig: boolean, body: Record<string, unknown>) {
    const key = keys.get(keyName);
    if (key === undefined) return wrong('no existing key');
    if (isConfig) key.deletable = body.deletion_allowed === true;
    else if (name.startsWith('DELETE')) {
      if (!key.deletable) return wrong('deletion is not allowed for this key');
      keys.delete(keyName);
    }
    return { status: 204, body: null };
  }

  return Object.assign(server, {
    wrappedWith,
    rotate: () => {
      for (const { versions } of keys.values()) versions.push(randomBytes(32));
    },
    endTokens: () => tokens.clear(),
  });
}
