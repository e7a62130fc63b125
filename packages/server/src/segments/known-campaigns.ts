import {
  classOf,
  inlined,
  type Known,
  type KnownCampaign,
  type KnownSegment,
  type SegmentTree,
} from '@postern/core/segments';
import { classOf as classOfTemplate, type TemplateField } from '@postern/core/templates';
import { type AttributeDefinition, type Classified, mostSensitive } from '@postern/core/values';
import { sql } from 'kysely';
import type { Database, Tx } from '../database/index.ts';

interface Parts {
  readonly segments: ReadonlyMap<string, KnownSegment>;
  readonly definitions: readonly AttributeDefinition[];
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly has_segment: boolean;
  readonly tree: SegmentTree | null;
  readonly has_template: boolean;
  readonly fields: readonly TemplateField[] | null;
}

/**
 * The campaigns that trees name, with the class of each: what its audience and its message reveal,
 * as launch froze them, else as they are now. A part that is chosen but cannot be found could be
 * anything: it counts as the highest class.
 *
 * Campaigns stand above segments, which read their rows here, as they read events: what the tables
 * say needs nobody from above, and a class that every caller had to bring could be left out.
 */
export async function knownCampaigns(
  db: Database | Tx,
  organizationId: string,
  trees: readonly unknown[],
  { segments, definitions }: Parts,
): Promise<ReadonlyMap<string, KnownCampaign>> {
  const rows = new Map<string, Row>();
  // the audience of one can be made of those who had another
  for (let asked = idsIn(trees); asked.length > 0; ) {
    const found = await readCampaigns(db, organizationId, asked);
    for (const row of found) rows.set(row.id, row);
    asked = idsIn(found.map(({ tree }) => tree)).filter((id) => !rows.has(id));
    if (found.length === 0) break;
  }
  const uses = new Map<string, readonly string[]>();
  const own = new Map<string, Classified | null>();
  for (const row of rows.values()) {
    const whole = row.tree && inlined(row.tree, segments);
    uses.set(row.id, whole === null ? [] : campaignsIn(whole).filter((id) => rows.has(id)));
    own.set(row.id, classOfRow(row, whole, rows, definitions));
  }
  return new Map(
    [...rows.values()].map(({ id, name }) => {
      const classes = [...reached(id, uses)].map((one) => own.get(one) ?? null);
      return [id, { name, class: mostSensitive(classes.filter((one) => one !== null)) }];
    }),
  );
}

/** What it reveals by itself; of the campaigns that its audience comes from, `reached` tells. */
function classOfRow(
  row: Row,
  whole: SegmentTree | null,
  rows: ReadonlyMap<string, Row>,
  definitions: Parts['definitions'],
): Classified | null {
  const unknown: Classified = { sensitivity: 'part2', causedBy: 'campaign' };
  const campaigns = new Map([...rows].map(([id, { name }]) => [id, { name, class: null }]));
  const known: Known = { segments: new Map(), campaigns, topics: new Map() };
  const audience = whole === null ? null : classOf(whole, definitions, known);
  const message = row.fields === null ? null : classOfTemplate(row.fields, definitions);
  const all = [
    row.has_segment && whole === null ? unknown : audience,
    row.has_template && row.fields === null ? unknown : message,
  ];
  return mostSensitive(all.filter((one) => one !== null));
}

async function readCampaigns(
  db: Database | Tx,
  organizationId: string,
  ids: readonly string[],
): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select c.id, c.name,
      c.segment_id is not null or c.state <> 'draft' as has_segment,
      coalesce(c.segment_tree, s.tree) as tree,
      c.template_id is not null or c.state <> 'draft' as has_template,
      v.fields
    from campaigns c
    left join segments s on s.organization_id = c.organization_id and s.id = c.segment_id
      and s.deleted_at is null
    left join templates t on t.organization_id = c.organization_id and t.id = c.template_id
      and (t.deleted_at is null or c.template_version is not null)
    left join template_versions v on v.organization_id = t.organization_id
      and v.template_id = t.id and v.version = coalesce(c.template_version, t.version)
    where c.organization_id = ${organizationId}
      and c.id = any(${sql.val([...ids])}::uuid[])`.execute(db);
  return rows;
}

/** Whether a tree that nobody has checked yet may name a segment or a campaign. */
export const namesById = (tree: unknown): boolean => idsIn([tree]).length > 0;

/** Whatever looks like an id in trees that nobody has checked yet. */
function idsIn(trees: readonly unknown[]): readonly string[] {
  const written = JSON.stringify(trees);
  return [...new Set(written.match(/\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g) ?? [])];
}

function campaignsIn(tree: SegmentTree): readonly string[] {
  switch (tree.op) {
    case 'and':
    case 'or':
      return tree.of.flatMap(campaignsIn);
    case 'not':
      return campaignsIn(tree.of);
    case 'event':
      return tree.campaign === undefined ? [] : [tree.campaign];
    default:
      return [];
  }
}

/** A campaign and those that its audience comes from, however far; circles end. */
function reached(id: string, uses: ReadonlyMap<string, readonly string[]>): ReadonlySet<string> {
  const found = new Set([id]);
  for (const one of found) for (const used of uses.get(one) ?? []) found.add(used);
  return found;
}
