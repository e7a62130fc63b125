import type { SuppressionRow } from '@postern/core/consent-exchange';
import { sql } from 'kysely';
import { suppressTokens } from '../consent/index.ts';
import { bucketOf, type Tx } from '../database/index.ts';
import type { OrganizationKeys } from '../keys/index.ts';
import type { Earlier } from './earlier.ts';
import { openToken } from './suppression-token.ts';
import { rejected, type Verdict } from './verdict.ts';

interface JudgingAddresses {
  readonly keys: OrganizationKeys;
  readonly actor: string;
  readonly now: Date;
  readonly earlier: Earlier;
  readonly write: boolean;
}

/**
 * Ends the writing to the addresses of a list, or says what it would do. Only a keyed hash of each is
 * kept. What staff let be written to again since the day that the list gives stays so.
 */
export async function judgeSuppressions(
  tx: Tx,
  { keys, actor, now, earlier, write }: JudgingAddresses,
  rows: readonly SuppressionRow[],
): Promise<readonly Verdict[]> {
  const tokens = rows.map(({ email, token }) =>
    email === null ? openToken(keys, token ?? '') : keys.lookupToken('email', email),
  );
  const some = tokens.flatMap((token) => token ?? []);
  const standing = await standingOf(tx, keys.organizationId, some);
  const marks = some.map((token) => token.toString('hex'));
  const before = new Set(await earlier.among([...new Set(marks)]));
  const added = new Set<string>();
  const verdicts: Verdict[] = [];
  const ends: Parameters<typeof suppressTokens>[2][number][] = [];
  for (const [place, row] of rows.entries()) {
    const token = tokens[place];
    if (!token) {
      const expected = 'a token from a list that was exported by this organization, here';
      verdicts.push(rejected('token', row.token ?? '', expected));
      continue;
    }
    const mark = token.toString('hex');
    const { active, released } = standing.get(mark) ?? { active: null, released: null };
    const happened = row.since === null ? now : new Date(row.since);
    const graver = active === 'complaint' && row.reason !== 'complaint';
    if (before.has(mark) || (active !== null && !graver)) verdicts.push({ kind: 'known' });
    else if (released !== null && released >= happened) {
      const expected = 'a day after staff here let it be written to again';
      verdicts.push(rejected('since', row.since ?? '', expected));
    } else {
      verdicts.push({ kind: 'valid' });
      ends.push({
        token,
        reason: row.reason,
        detail: DETAIL,
        source: actor,
        at: happened,
        happened,
      });
      added.add(mark);
    }
    before.add(mark);
  }
  if (write) await suppressTokens(tx, keys.organizationId, ends);
  await earlier.add([...added]);
  return verdicts;
}

/** A list's own words can hold an address, so they are not taken over. */
const DETAIL = 'It stood in a list that was taken along from another system.';

interface State {
  readonly active: string | null;
  readonly released: Date | null;
}

async function standingOf(
  tx: Tx,
  organizationId: string,
  tokens: readonly Buffer[],
): Promise<ReadonlyMap<string, State>> {
  if (tokens.length === 0) return new Map();
  const { rows } = await sql<State & { readonly token: string }>`
    select encode(wanted.token, 'hex') as token, s.active, s.released
    from unnest(${sql.val(tokens.map(bucketOf))}::smallint[], ${sql.val(tokens)}::bytea[])
      as wanted (bucket, token),
    -- "offset 0": one look into the index for each, whatever the statistics say
    lateral (
      select max(reason) filter (where released_at is null) as active,
        max(released_at) filter (where released_by is not null) as released
      from suppressions
      where bucket = wanted.bucket and organization_id = ${organizationId}
        and token = wanted.token
      offset 0
    ) s`.execute(tx);
  return new Map(rows.map(({ token, ...state }) => [token, state]));
}
