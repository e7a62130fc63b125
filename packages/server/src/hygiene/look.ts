import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/** One look at all contacts of an organization. */
export interface Look {
  readonly database: Database;
  readonly organizationId: string;
  readonly id: string;
}

export interface LookState {
  readonly state: 'running' | 'done' | 'failed';
  readonly step: 'contacts' | 'domains' | 'pairs';
  /** Of the step: buckets of contacts, domains or pairs. */
  readonly done: number;
  readonly total: number;
  readonly contacts: number;
  /** Domains of which nobody could say whether they take mail. */
  readonly domainsUnknown: number;
  /** False: mail goes nowhere but into the sandbox, and no name server was asked. */
  readonly domainsAsked: boolean;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export async function beginLook({ database, organizationId, id }: Look, at: Date): Promise<void> {
  await sql`
    insert into hygiene_looks (organization_id, id, state, step, version, started_at)
    values (${organizationId}, ${id}, 'running', 'contacts', ${versionOf(organizationId)}, ${at})
    on conflict (organization_id) do update set id = excluded.id, state = 'running',
      step = 'contacts', done = 0, total = 0, contacts = 0, domains_unknown = 0,
      domains_asked = false, version = excluded.version, started_at = excluded.started_at,
      finished_at = null`.execute(database);
}

/** How often contacts were written: a look at what nobody wrote to since finds nothing new. */
export const versionOf = (organizationId: string) =>
  sql`coalesce((select version from contact_writers where organization_id = ${organizationId}), 0)`;

interface Moved {
  readonly step: LookState['step'];
  readonly done: number;
  readonly total: number;
  readonly contacts?: number;
  readonly domains_unknown?: number;
  readonly domains_asked?: boolean;
}

export async function moveLook(look: Look, moved: Moved): Promise<void> {
  await ofLook(look).set(moved).execute();
}

export async function endLook(look: Look, state: 'done' | 'failed', at: Date): Promise<void> {
  await ofLook(look).set({ state, finished_at: at }).execute();
}

const ofLook = ({ database, organizationId, id }: Look) =>
  database
    .updateTable('hygiene_looks')
    .where('organization_id', '=', organizationId)
    .where('id', '=', id);

/** The last look; null when there was none. */
export async function lastLook(
  database: Database,
  organizationId: string,
): Promise<LookState | null> {
  const row = await database
    .selectFrom('hygiene_looks')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { state, step, done, total, contacts } = row;
  return {
    ...{ state, step, done, total, contacts },
    domainsUnknown: row.domains_unknown,
    domainsAsked: row.domains_asked,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
