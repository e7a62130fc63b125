import { createHash } from 'node:crypto';
import type { Database, Tx } from '../database/index.ts';

/** What was decided of a send, and on what grounds; few differ, so that each is stored once. */
export interface Ruling {
  readonly verdict: string | null;
  readonly code: string | null;
  readonly rule: number | null;
  readonly authorizationKind: string | null;
  readonly citations: readonly string[];
  readonly obligations: readonly string[];
  /** A sentence; the same for all with these grounds. */
  readonly reason: string | null;
}

export const NO_RULING: Ruling = {
  verdict: null,
  code: null,
  rule: null,
  authorizationKind: null,
  citations: [],
  obligations: [],
  reason: null,
};

/** Of those who waited when their campaign was cancelled. */
export const CANCELLED: Ruling = {
  ...NO_RULING,
  code: 'campaign_cancelled',
  reason: 'The campaign was cancelled before it was sent.',
};

/** The number under which a ruling is kept; it is written down when it is new. Two at once agree. */
export async function rulingNumber(
  db: Database | Tx,
  organizationId: string,
  ruling: Ruling,
): Promise<number> {
  const hash = createHash('sha256').update(textOf(ruling)).digest();
  const find = () =>
    db
      .selectFrom('send_rulings')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('hash', '=', hash)
      .executeTakeFirst();
  const known = await find();
  if (known !== undefined) return known.id;
  const { authorizationKind, citations, obligations, ...plain } = ruling;
  const made = await db
    .insertInto('send_rulings')
    .values({
      organization_id: organizationId,
      hash,
      ...plain,
      authorization_kind: authorizationKind,
      citations: [...citations],
      obligations: [...obligations],
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return made?.id ?? (await find())?.id ?? never();
}

/** A ruling in one line, for looking it up: equal rulings, equal lines. */
export function textOf(ruling: Ruling): string {
  const { verdict, code, rule, authorizationKind, citations, obligations, reason } = ruling;
  return [
    ...[verdict, code, rule, authorizationKind].map((part) => part ?? ''),
    citations.join('\u001e'),
    obligations.join('\u001e'),
    reason ?? '',
  ].join('\u001f');
}

function never(): never {
  throw new Error('The ruling that was just stored is not there.');
}
