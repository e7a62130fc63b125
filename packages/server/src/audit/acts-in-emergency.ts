import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

export interface EmergencyAct {
  readonly at: Date;
  readonly action: string;
  readonly subject: Readonly<Record<string, unknown>>;
}

/** More than one person does in eight hours by hand. */
const MOST = 1_000;

/** What somebody did under one emergency access, in its order: all that was noted is marked with it. */
export async function actsInEmergency(
  database: Database,
  organizationId: string,
  emergency: { readonly id: string; readonly userId: string; readonly begunAt: Date },
): Promise<readonly EmergencyAct[]> {
  const { rows } = await sql<EmergencyAct>`
    select at, action, subject from audit_entries
    where organization_id = ${organizationId} and actor = ${emergency.userId}
      and at >= ${emergency.begunAt} and at < ${emergency.begunAt}::timestamptz + interval '9 hours'
      and subject::jsonb ->> 'breakGlass' = ${emergency.id}
    order by at
    limit ${MOST}
  `.execute(database);
  return rows;
}
