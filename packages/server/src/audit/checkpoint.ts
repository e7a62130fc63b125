import { type LedgerSigner, openNote } from './signed-note.ts';

/** How many entries there were, and the root of the tree over them. */
export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

export function writeCheckpoint(signer: LedgerSigner, size: number, root: Uint8Array): string {
  return signer.sign(`${signer.origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`);
}

/** Reads a signed checkpoint; a sentence of what is wrong with it otherwise. */
export function readCheckpoint(
  note: string,
  verifierKey: string,
): { readonly checkpoint: Checkpoint } | { readonly problem: string } {
  // a file that went through an editor of Windows ends its lines in another way
  const text = openNote(note.replaceAll('\r\n', '\n'), verifierKey);
  if (text === null) {
    return { problem: 'The checkpoint is not signed by the key of this ledger.' };
  }
  const [origin = '', size = '', root = ''] = text.split('\n');
  const bytes = Buffer.from(root, 'base64');
  if (!/^(0|[1-9]\d{0,14})$/.test(size) || bytes.length !== 32) {
    return { problem: 'The checkpoint does not tell a size and the root of a tree.' };
  }
  if (!verifierKey.startsWith(`${origin}+`)) {
    return { problem: 'The checkpoint is of another ledger.' };
  }
  return { checkpoint: { origin, size: Number(size), root: bytes } };
}
