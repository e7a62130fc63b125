import type { TreeBuilder } from '@postern/core/audit';
import type { OrganizationKeys } from '../keys/index.ts';
import { entryMac, MAC_BYTES } from './entry-mac.ts';
import { COPY_HEADER_BYTES, eachLeaf, type LeafRow, leafHead } from './leaf-bytes.ts';
import { sha256 } from './sha256.ts';

export interface Numbered {
  /** The ids, in hexadecimal, of entries that got a number. */
  readonly ids: string[];
  /** Of those that are not what was written, and get none. */
  readonly altered: string[];
}

/** The columns in the order in which the rows are written. */
export const NUMBERED_COLUMNS =
  'organization_id sequence id at actor_kind actor action origin purpose subject mac'.split(' ');

const UUID_BYTES = 16;
const NUMBER_BYTES = 8;
/** What a row has more than the fields that are carried over: each length takes four bytes. */
const ADDED_BYTES = 2 + 4 + UUID_BYTES + 4 + NUMBER_BYTES + 4 + MAC_BYTES;
/** A number in decimal, two ends of lines and the keyed hash in hexadecimal. */
const ROOM = 64;
const LINE = 0x0a;
const TRAILER = Buffer.of(0xff, 0xff);

/** Entries that are numbered before their rows are handed on. */
const TOGETHER = 256;

/**
 * Gives entries, as COPY gave them without a number, their numbers and leaves in the tree. Answers rows
 * of `audit_sealed` in the binary form of COPY, piece by piece: the database takes in those before while
 * the next are hashed. The fields are carried over as bytes: no row is made an object, and what is
 * sealed is what was verified here.
 */
export function* numberEntries(
  keys: OrganizationKeys,
  answer: Buffer,
  tree: TreeBuilder,
  { ids, altered }: Numbered,
): Generator<Buffer> {
  const head = leafHead(keys.organizationId);
  const organization = Buffer.from(keys.organizationId.replaceAll('-', ''), 'hex');
  let placed = Buffer.concat([head], 4_096);
  let rows: Buffer[] = [];

  const number = ({ leaf, textEnd, from, to }: LeafRow) => {
    const id = answer.toString('hex', from + 4, from + 4 + UUID_BYTES);
    const mac = entryMac(keys, leaf.subarray(1, textEnd)).toString('hex');
    if (mac !== leaf.toString('latin1', textEnd + 1)) {
      altered.push(id);
      return;
    }
    ids.push(id);
    const sequence = tree.size + 1;

    if (placed.length < leaf.length + ROOM) placed = Buffer.concat([head], 2 * leaf.length + ROOM);
    let write = head.length + placed.write(String(sequence), head.length, 'latin1');
    // behind the `-` that stood for its number
    write += leaf.copy(placed, write, head.length + 1, textEnd);
    const sealedMac = entryMac(keys, placed.subarray(1, write));
    placed[write] = LINE;
    write += 1 + placed.write(sealedMac.toString('hex'), write + 1, 'latin1');
    tree.add(sha256(placed.subarray(0, write)));

    const row = Buffer.allocUnsafe(ADDED_BYTES + to - from);
    let end = row.writeInt16BE(NUMBERED_COLUMNS.length, 0);
    end = row.writeInt32BE(UUID_BYTES, end);
    end += organization.copy(row, end);
    end = row.writeInt32BE(NUMBER_BYTES, end);
    end = row.writeBigInt64BE(BigInt(sequence), end);
    end += answer.copy(row, end, from, to);
    end = row.writeInt32BE(MAC_BYTES, end);
    sealedMac.copy(row, end);
    rows.push(row);
  };

  yield answer.subarray(0, COPY_HEADER_BYTES);
  for (let start: number | null = COPY_HEADER_BYTES; start !== null; rows = []) {
    start = eachLeaf(answer, keys.organizationId, number, { start, most: TOGETHER });
    yield Buffer.concat(rows);
  }
  yield TRAILER;
}
