import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KeyStoreUnavailable, KeyUnavailable } from './key-store.ts';
import type { KeyNode } from './puncturable-key.ts';

const KEY_BYTES = 32;

/** A key-encryption key as it is kept in a file. */
export interface KeyFile {
  /** Tells keys apart and says nothing of them. */
  readonly id: string;
  readonly nodes: readonly KeyNode[];
  /** Changes with the content: who has a copy with this mark has all. */
  readonly mark: string;
}

/** Null where there is none. Throws `KeyUnavailable` for a file that holds no key. */
export async function readKeyFile(path: string): Promise<KeyFile | null> {
  let text: string;
  try {
    text = (await readFile(path, 'utf8')).trim();
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new KeyStoreUnavailable(`The key file ${path} cannot be read (${code}).`);
  }
  const mark = createHash('sha256').update(text).digest('hex').slice(0, 16);
  if (text.startsWith('{')) return { ...readCut(path, text), mark };
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES) {
    throw new KeyUnavailable(
      `The key file ${path} holds ${key.length} bytes; expected ${KEY_BYTES} in base64.`,
    );
  }
  return { id: idOf(key), nodes: [{ prefix: '', key }], mark };
}

/** Makes a file with a new key, readable by its owner alone (0600); leaves one that is there. */
export async function makeKeyFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // written apart and then linked, so that nobody reads half a key and two starts at once make one
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await write(draft, `${randomBytes(KEY_BYTES).toString('base64')}\n`);
  try {
    await link(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

/** Puts a tree that something was cut out of in place of the file, at once or not at all. */
export async function replaceKeyFile(path: string, { id, nodes }: Omit<KeyFile, 'mark'>) {
  const kept = Object.fromEntries(nodes.map(({ prefix, key }) => [prefix, key.toString('base64')]));
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  await write(draft, `${JSON.stringify({ id, nodes: kept })}\n`);
  await rename(draft, path);
}

async function write(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

const idOf = (key: Buffer) =>
  Buffer.from(hkdfSync('sha256', key, '', 'postern:key-id:1', 8)).toString('hex');

function readCut(path: string, text: string): Pick<KeyFile, 'id' | 'nodes'> {
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found === 'object' && found !== null && 'id' in found && 'nodes' in found) {
      const nodes = Object.entries(found.nodes as Record<string, unknown>).map(([prefix, key]) => ({
        prefix,
        key: Buffer.from(String(key), 'base64'),
      }));
      const fits = nodes.every(({ prefix, key }) => /^[01]*$/.test(prefix) && key.length === 32);
      if (fits && typeof found.id === 'string') return { id: found.id, nodes };
    }
  } catch {
    // said below
  }
  throw new KeyUnavailable(`The key file ${path} is damaged. Restore it from its backup.`);
}
