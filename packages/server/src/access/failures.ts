import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../database/index.ts';

/** After how many wrong tries a subject waits, and how long at first and at most. */
interface Limit {
  readonly free: number;
  readonly minutes: number;
  readonly mostMinutes: number;
}

/**
 * - `pair`: one account from one place (a known browser of its user, else an address).
 * - `account`: one account from everywhere but its own known browsers: slower, so that nobody locks
 *   others out with a few tries.
 * - `address`: one address, whatever accounts: somebody who tries the same password on many.
 */
const LIMITS = {
  pair: { free: 8, minutes: 1, mostMinutes: 60 },
  account: { free: 40, minutes: 5, mostMinutes: 60 },
  address: { free: 60, minutes: 5, mostMinutes: 60 },
} as const satisfies Record<string, Limit>;
/** Wrong tries are forgotten after so long without another. */
const FORGET_HOURS = 24;

export interface Tried {
  readonly what: keyof typeof LIMITS;
  readonly subject: string;
}

const subjectOf = (...parts: readonly string[]) =>
  createHash('sha256').update(parts.join('\0')).digest('hex');

/**
 * What a try counts against. A browser that its user signed in with before counts for itself alone:
 * whatever others guess from elsewhere, it is not kept out (OWASP, "device cookies"). `kind` keeps
 * passwords and second factors apart.
 */
export function triesOf(
  kind: 'password' | 'factor',
  account: string,
  address: string,
  device: Buffer | null,
): readonly Tried[] {
  if (device !== null) {
    return [
      { what: 'pair', subject: subjectOf(kind, 'device', account, device.toString('base64')) },
    ];
  }
  return [
    { what: 'pair', subject: subjectOf(kind, 'pair', account, address) },
    { what: 'account', subject: subjectOf(kind, 'account', account) },
    { what: 'address', subject: subjectOf(kind, 'address', address) },
  ];
}

/** The subject of the lock that an administrator is shown. */
export const accountSubject = (email: string) => subjectOf('password', 'account', email);

/**
 * Counts a try before it is looked at, so that many at once get no more than their number. Answers
 * null when it may be looked at; else until when it has to wait: such a one is not counted further,
 * so that whoever keeps trying keeps nobody out for ever.
 */
export async function takeTry(
  database: Database,
  tries: readonly Tried[],
  now: Date,
): Promise<Date | null> {
  const known = await database
    .selectFrom('sign_in_failures')
    .select('locked_until')
    .where(
      'subject',
      'in',
      tries.map(({ subject }) => subject),
    )
    .where('locked_until', '>', now)
    .orderBy('locked_until', 'desc')
    .executeTakeFirst();
  if (known?.locked_until) return known.locked_until;
  for (const { what, subject } of tries) {
    const until = await count(database, LIMITS[what], subject, now);
    if (until) return until;
  }
  return null;
}

/** One more for a subject; the one after the free ones waits, and each wait is twice the last. */
async function count(
  database: Database,
  { free, minutes, mostMinutes }: Limit,
  subject: string,
  now: Date,
): Promise<Date | null> {
  const wrong = sql`case when sign_in_failures.last_at < ${now}::timestamptz - make_interval(hours => ${FORGET_HOURS})
    then 1 else sign_in_failures.wrong + 1 end`;
  const wait = sql`least(${mostMinutes}::numeric, ${minutes} * power(2::numeric, least(20, ${wrong} - ${free})))`;
  const { rows } = await sql<{ wrong: number }>`
    insert into sign_in_failures (subject, wrong, last_at) values (${subject}, 1, ${now})
    on conflict (subject) do update set wrong = ${wrong}, last_at = ${now},
      locked_until = case when ${wrong} >= ${free}
        then ${now}::timestamptz + (${wait} * interval '1 minute') end
    where sign_in_failures.locked_until is null or sign_in_failures.locked_until <= ${now}
    returning wrong
  `.execute(database);
  if (rows.length > 0) return null;
  const locked = await database
    .selectFrom('sign_in_failures')
    .select('locked_until')
    .where('subject', '=', subject)
    .executeTakeFirst();
  return locked?.locked_until ?? now;
}

/** The right one came: its account begins anew, and the address has this try back. */
export async function forgiveTries(database: Database, tries: readonly Tried[]): Promise<void> {
  for (const { what, subject } of tries) {
    const row = sql`where subject = ${subject}`;
    await (what === 'address'
      ? sql`update sign_in_failures set wrong = greatest(0, wrong - 1), locked_until = null ${row}`
      : sql`delete from sign_in_failures ${row}`
    ).execute(database);
  }
}

/** Forgets what is over: wrong tries after a day, challenges after their minutes, old sessions. */
export async function forgetTries(db: Database, now: Date): Promise<void> {
  const day = new Date(now.getTime() - FORGET_HOURS * 3_600_000);
  await db.deleteFrom('sign_in_failures').where('last_at', '<', day).execute();
  await db.deleteFrom('passkey_challenges').where('expires_at', '<', now).execute();
  await db.deleteFrom('sessions').where('expires_at', '<', day).execute();
}
