import type { ConsentEvent } from './event.ts';
import { inOrder } from './in-order.ts';
import { recipientAt } from './recipient-at.ts';
import {
  type EarlierRevoked,
  REVOKED_KINDS,
  type RevokedKind,
  revokedKinds,
} from './revoked-kinds.ts';

/**
 * Which kinds of authorization somebody had revoked at `at` (RFC 3339), and when last, in words that
 * can be kept without saying who or which document: `revoked:marketing:2026-05-01T14:30:00.000Z`.
 */
export function revocationsAt(events: readonly ConsentEvent[], at: string): readonly string[] {
  const last = new Map<RevokedKind, number>();
  const note = (kind: RevokedKind, time: string) =>
    last.set(kind, Math.max(last.get(kind) ?? 0, Date.parse(time)));
  for (const document of recipientAt(events, at).authorizations) {
    if (document.revokedAt === null) continue;
    for (const kind of revokedKinds(document)) note(kind, document.revokedAt);
  }
  for (const { fact } of inOrder(events, at)) {
    if (fact.kind === 'earlier_revoked') note(fact.documents, fact.until);
  }
  return [...last].map(([kind, time]) => `revoked:${kind}:${new Date(time).toISOString()}`);
}

/** The fact that says so anew; null of a word that is none. */
function factOfRevocation(word: string): EarlierRevoked | null {
  const [, kind, time = ''] = /^revoked:(\w+):(.+)$/.exec(word) ?? [];
  const documents = REVOKED_KINDS.find((one) => one === kind);
  if (documents === undefined || Number.isNaN(Date.parse(time))) return null;
  return { kind: 'earlier_revoked', documents, until: new Date(time).toISOString() };
}

/** Of what was kept, the facts that these events do not say yet: of each kind the last revocation. */
export function missingRevocations(
  kept: readonly string[],
  events: readonly ConsentEvent[],
  at: string,
): readonly EarlierRevoked[] {
  const last = new Map<RevokedKind, EarlierRevoked>();
  for (const word of kept) {
    const fact = factOfRevocation(word);
    if (fact !== null && fact.until > (last.get(fact.documents)?.until ?? '')) {
      last.set(fact.documents, fact);
    }
  }
  for (const word of revocationsAt(events, at)) {
    const fact = factOfRevocation(word);
    const found = fact && last.get(fact.documents);
    if (fact && found && found.until <= fact.until) last.delete(fact.documents);
  }
  return [...last.values()];
}
