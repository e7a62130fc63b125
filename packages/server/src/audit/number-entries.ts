import type { TreeBuilder } from '@postern/core/audit';
import type { OrganizationKeys } from '../keys/index.ts';
import { entryMac, MAC_BYTES } from './entry-mac.ts';
import { COPY_HEADER_BYTES, eachLeaf, leafHead } from './leaf-bytes.ts';
import { sha256 } from './sha256.ts';

export interface Numbered {
  /** The entries that got a number: rows of `audit_sealed` in the binary form of COPY. */
  readonly copy: Buffer;
  /** Their ids, in hexadecimal. */
  readonly ids: readonly string[];
  /** The ids of those that are not what was written, and get no number. */
  readonly altered: readonly string[];
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

/**
 * Gives entries, as COPY gave them without a number, their numbers and leaves in the tree. Their fields
 * are carried over as bytes: no row is made an object, and what is sealed is what was verified here.
 */
export function numberEntries(keys: OrganizationKeys, answer: Buffer, tree: TreeBuilder): Numbered {
  const head = leafHead(keys.organizationId);
  const organization = Buffer.from(keys.organizationId.replaceAll('-', ''), 'hex');
  const ids: string[] = [];
  const altered: string[] = [];
  let placed = Buffer.concat([head], 4_096);
  let copy = Buffer.allocUnsafe(2 * answer.length);
  let end = answer.copy(copy, 0, 0, COPY_HEADER_BYTES);

  eachLeaf(answer, keys.organizationId, ({ leaf, textEnd, from, to }) => {
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

    if (end + ADDED_BYTES + to - from + TRAILER.length > copy.length) {
      copy = Buffer.concat([copy.subarray(0, end)], 2 * copy.length + ADDED_BYTES);
    }
    end = copy.writeInt16BE(NUMBERED_COLUMNS.length, end);
    end = copy.writeInt32BE(UUID_BYTES, end);
    end += organization.copy(copy, end);
    end = copy.writeInt32BE(NUMBER_BYTES, end);
    end = copy.writeBigInt64BE(BigInt(sequence), end);
    end += answer.copy(copy, end, from, to);
    end = copy.writeInt32BE(MAC_BYTES, end);
    end += sealedMac.copy(copy, end);
  });
  end += TRAILER.copy(copy, end);
  return { copy: copy.subarray(0, end), ids, altered };
}
