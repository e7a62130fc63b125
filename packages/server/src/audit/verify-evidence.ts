import { leafHash, leafText, rootOfInclusion } from '@postern/core/audit';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { type Checkpoint, readCheckpoint } from './checkpoint.ts';
import { sha256 } from './sha256.ts';

const Head = Type.Object({
  kind: Type.Literal('postern.audit.evidence'),
  version: Type.Literal(1),
  checkpoint: Type.String(),
  verifierKey: Type.String(),
});
const word = Type.Union([Type.String(), Type.Null()]);
const Proven = Type.Object({
  entry: Type.Object({
    organizationId: Type.String(),
    sequence: Type.Integer({ minimum: 1 }),
    id: word,
    at: Type.String(),
    actorKind: Type.String(),
    actor: Type.String(),
    action: Type.String(),
    origin: word,
    purpose: word,
    subject: Type.String(),
    mac: Type.String(),
  }),
  proof: Type.Array(Type.String(), { maxItems: 64 }),
});
const End = Type.Object({ kind: Type.Literal('end'), entries: Type.Integer() });

export type EvidenceVerdict =
  | {
      readonly intact: true;
      readonly entries: number;
      readonly verifierKey: string;
      readonly sentence: string;
    }
  | { readonly intact: false; readonly line: number; readonly sentence: string };

/**
 * Verifies a file of `exportEvidence`, with nothing but the file and, where it is known, the key that
 * should have signed it.
 */
export async function verifyEvidence(
  lines: AsyncIterable<string> | Iterable<string>,
  expectedKey?: string,
): Promise<EvidenceVerdict> {
  let checkpoint: Checkpoint | null = null;
  let verifierKey = '';
  let entries = 0;
  let number = 0;
  let ended = false;
  const wrong = (sentence: string): EvidenceVerdict => ({ intact: false, line: number, sentence });
  for await (const text of lines) {
    if (text === '') continue;
    number += 1;
    const value = parsed(text);
    if (ended) return wrong(`Line ${number} stands after the end.`);
    if (checkpoint === null) {
      if (!Value.Check(Head, value)) {
        return wrong('The first line is not that of evidence of the audit ledger.');
      }
      verifierKey = value.verifierKey;
      if (expectedKey !== undefined && expectedKey !== verifierKey) {
        return wrong('The evidence is signed by another key than the one that was given.');
      }
      const read = readCheckpoint(value.checkpoint, verifierKey);
      if ('problem' in read) return wrong(read.problem);
      checkpoint = read.checkpoint;
    } else if (Value.Check(End, value)) {
      ended = true;
      if (value.entries !== entries) {
        return wrong(`The file has ${entries} entries; it was written with ${value.entries}.`);
      }
    } else if (Value.Check(Proven, value)) {
      if (!proves(value, checkpoint)) {
        return wrong(`Entry ${value.entry.sequence} (line ${number}) is not in the signed ledger.`);
      }
      entries += 1;
    } else return wrong(`Line ${number} is not an entry with its proof.`);
  }
  if (!ended) return wrong('The file was cut off: its last line is missing.');
  const sentence = `Intact: ${entries} ${entries === 1 ? 'entry' : 'entries'}, each in the signed ledger.`;
  return { intact: true, entries, verifierKey, sentence };
}

function proves({ entry, proof }: Type.Static<typeof Proven>, checkpoint: Checkpoint): boolean {
  if (!checkpoint.origin.endsWith(`/${entry.organizationId}`)) return false;
  const leaf = leafHash(sha256, Buffer.from(leafText(entry, entry.mac)));
  const hashes = proof.map((hash) => Buffer.from(hash, 'base64'));
  const root = rootOfInclusion(sha256, leaf, entry.sequence - 1, checkpoint.size, hashes);
  return root !== null && checkpoint.root.equals(root);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
