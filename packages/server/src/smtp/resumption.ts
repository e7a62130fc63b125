import { createSecureContext, type SecureContext, type TLSSocket } from 'node:tls';

interface Kept {
  readonly session: Buffer;
  readonly until: number;
}

/** What is needed for connections that trust the same authorities: made once, since it is dear. */
interface Authorities {
  readonly context: SecureContext;
  readonly sessions: Map<string, Kept>;
}

const contexts = new Map<string, Authorities>();
const MOST_CONTEXTS = 64;
const MOST_SESSIONS = 512;
/** Milliseconds; a verification is not relied upon for longer. */
const LONGEST = 3_600_000;

/** `authority`: PEM, or null for the authorities that the runtime knows. */
export function authoritiesOf(authority: string | null): Authorities {
  const key = authority ?? '';
  const known = contexts.get(key);
  if (known !== undefined) return known;
  const context = createSecureContext({
    minVersion: 'TLSv1.2',
    ...(authority !== null && { ca: authority }),
  });
  const made: Authorities = { context, sessions: new Map() };
  keep(contexts, key, made, MOST_CONTEXTS);
  return made;
}

/** A session to resume (RFC 8446 section 2.2), while what was verified with it still holds. */
export function sessionFor({ sessions }: Authorities, key: string): Buffer | undefined {
  const kept = sessions.get(key);
  if (kept === undefined) return undefined;
  if (kept.until > Date.now()) return kept.session;
  sessions.delete(key);
  return undefined;
}

/**
 * Keeps the session tickets of a connection whose chain and name were verified, and of no other: at
 * resumption Node does not look at the name again.
 */
export function keepSessions({ sessions }: Authorities, key: string, socket: TLSSocket): void {
  const expiry = socket.getPeerX509Certificate()?.validToDate.getTime();
  if (!socket.authorized || expiry === undefined) return;
  const began = sessions.get(key)?.until ?? 0;
  // a session that was itself resumed verified nothing anew: it inherits the end of the first
  const until = socket.isSessionReused() ? began : Math.min(expiry, Date.now() + LONGEST);
  const take = (session: Buffer) => keep(sessions, key, { session, until }, MOST_SESSIONS);
  // TLS 1.2 has its ticket within the handshake, 1.3 after it
  const early = socket.getProtocol() === 'TLSv1.2' ? socket.getSession() : undefined;
  if (early !== undefined) take(early);
  socket.on('session', take);
}

/** Sets it as the newest, and lets the oldest go. */
function keep<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= most) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
