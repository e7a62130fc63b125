import { createHash, createHmac } from 'node:crypto';

/** Every key whose path begins with `prefix` (of 0 and 1) can be derived from `key`. */
export interface KeyNode {
  readonly prefix: string;
  readonly key: Buffer;
}

/** Two organizations of 2^64 paths meet once in 10^10 installations of a million. */
const DEPTH = 64;

/**
 * A key-encryption key from which one organization can be cut out for good: a tree of HMACs (the
 * construction of Goldreich, Goldwasser and Micali, J. ACM 33(4), 1986; punctured as by Boneh and
 * Waters, ASIACRYPT 2013). A leaf wraps the keys of one organization. To cut it out, the tree is kept
 * as the branches beside the way to its leaf: all other leaves can be derived, of organizations to
 * come too, and this one cannot.
 */
export function leafOf(nodes: readonly KeyNode[], organizationId: string): Buffer | null {
  const path = pathOf(organizationId);
  const node = nodes.find(({ prefix }) => path.startsWith(prefix));
  if (node === undefined) return null;
  let { key } = node;
  for (const bit of path.slice(node.prefix.length)) key = branch(key, bit);
  return key;
}

/** The same tree without the organization's leaf; `nodes` itself when it is cut out already. */
export function without(nodes: readonly KeyNode[], organizationId: string): readonly KeyNode[] {
  const path = pathOf(organizationId);
  const node = nodes.find(({ prefix }) => path.startsWith(prefix));
  if (node === undefined) return nodes;
  const beside: KeyNode[] = [];
  let { key, prefix } = node;
  for (const bit of path.slice(prefix.length)) {
    const other = bit === '0' ? '1' : '0';
    beside.push({ prefix: prefix + other, key: branch(key, other) });
    key = branch(key, bit);
    prefix += bit;
  }
  return [...nodes.filter((one) => one !== node), ...beside];
}

function pathOf(organizationId: string): string {
  const bytes = createHash('sha256').update(`postern:organization:${organizationId}`).digest();
  return bytes.readBigUInt64BE().toString(2).padStart(DEPTH, '0');
}

const branch = (key: Buffer, bit: string) =>
  createHmac('sha256', key).update(`postern:branch:${bit}`).digest();
