import { checkTree, inlined } from '@postern/core/segments';
import { v7 } from 'uuid';
import { appendAudit } from '../audit/index.ts';
import { loadDefinitions } from '../contacts/index.ts';
import type { Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import { loadKnown, type SavedSegment } from '../segments/index.ts';
import { noteContext } from './get-export.ts';
import type { ExportPurpose } from './purposes.ts';

export interface AskedExport {
  readonly segment: SavedSegment;
  /** The keys of the columns, in their order. */
  readonly attributes: readonly string[];
  readonly purpose: ExportPurpose;
  /** What it is for, in one's own words; '' where the purpose says it. */
  readonly note: string;
  readonly userId: string;
  /** The address that the request came from. */
  readonly address: string;
}

export type Asked =
  | { readonly kind: 'asked'; readonly exportId: string }
  | {
      readonly kind: 'refused';
      readonly problems: readonly { readonly pointer: string; readonly sentence: string }[];
    };

/**
 * Puts down that a segment is to be taken out as a file, and for what; `runExport` makes the file. Whether
 * who asks may see the segment and the attributes is the caller's to know.
 */
export async function askExport(
  tx: Tx,
  keys: OrganizationKeys,
  { segment, attributes, purpose, note, userId, address }: AskedExport,
  now: Date,
): Promise<Asked> {
  const { organizationId } = keys;
  const definitions = await loadDefinitions(tx, organizationId);
  const live = new Set(definitions.flatMap((one) => (one.deletedAt === null ? [one.key] : [])));
  const unknown = attributes.flatMap((key, index) =>
    live.has(key)
      ? []
      : [{ pointer: `/attributes/${index}`, sentence: `There is no attribute “${key}”.` }],
  );
  if (unknown.length > 0) return { kind: 'refused', problems: unknown };
  if (purpose === 'other' && note.trim() === '') {
    const sentence = 'The purpose is “other”: the note has to say what the file is for.';
    return { kind: 'refused', problems: [{ pointer: '/note', sentence }] };
  }
  const known = await loadKnown(tx, organizationId, [segment.tree]);
  const checked = checkTree(segment.tree, definitions, known);
  if (checked.problems) {
    const problems = checked.problems.map(({ sentence }) => ({ pointer: '', sentence }));
    return { kind: 'refused', problems };
  }
  const exportId = v7();
  await tx
    .insertInto('exports')
    .values({
      organization_id: organizationId,
      id: exportId,
      segment_id: segment.id,
      tree: JSON.stringify(inlined(checked.tree, known.segments)),
      attributes,
      purpose,
      note_sealed: note.trim() === '' ? null : keys.seal(note.trim(), noteContext(exportId)),
      state: 'running',
      created_by: userId,
      created_at: now,
    })
    .execute();
  const subject = { exportId, segmentId: segment.id, purpose, attributes: attributes.length };
  await appendAudit(tx, keys, { actor: userId, action: 'export.asked', subject, address }, now);
  return { kind: 'asked', exportId };
}
