import type { ListedSession } from '../access/index.ts';

/** A session for a list; `own` is the one that asks. */
export function shownSession(
  { startedAt, lastSeenAt, endsAt, ...session }: ListedSession,
  own: string | null,
) {
  return {
    ...session,
    startedAt: startedAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
    endsAt: endsAt.toISOString(),
    own: session.id === own,
  };
}
