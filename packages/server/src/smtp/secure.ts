import { isIP } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { daneFault, usableRecords } from './dane.ts';
import { authoritiesOf, keepSessions, sessionFor } from './resumption.ts';
import type { SmtpServer, TlsFacts, Verified } from './server.ts';
import type { SmtpFault } from './session.ts';
import { type Wire, WireGone } from './wire.ts';

/**
 * Brings the wire under TLS 1.2 or later and finds out who is there, as `server.trust` asks
 * (contract in server.ts). Rejects with `WireGone`.
 */
export async function secure(wire: Wire, server: SmtpServer): Promise<TlsFacts> {
  const name = server.servername ?? server.host;
  const authorities = authoritiesOf(server.authority);
  // RFC 7672 section 2.2: records of which none can be used ask for TLS, and prove nothing
  const dane = server.trust.kind === 'dane' ? usableRecords(server.trust.records) : [];
  const key = `${server.address ?? server.host}:${server.port}:${name}`;
  const session = dane.length === 0 ? sessionFor(authorities, key) : undefined;
  const options: ConnectionOptions = {
    secureContext: authorities.context,
    rejectUnauthorized: server.trust.kind === 'required',
    // what the certificate is checked for; RFC 6066 section 3: no address in SNI
    host: name,
    ...(isIP(name) === 0 && { servername: name }),
    ...(session !== undefined && { session }),
  };
  const socket = await wire.secure(options);
  const protocol = socket.getProtocol();
  if (protocol !== 'TLSv1.3' && protocol !== 'TLSv1.2') throw refused(wire, { code: 'ETLS' });
  const verified = dane.length > 0 ? 'dane' : verifiedBy(server, socket);
  const fault = dane.length > 0 ? daneFault(socket.getPeerX509Certificate(), dane, name) : null;
  if (fault !== null) throw refused(wire, { code: 'ETLS', originalCode: fault });
  if (verified === null) throw refused(wire, { code: 'ETLS' });
  if (dane.length === 0) keepSessions(authorities, key, socket);
  return { protocol, cipher: socket.getCipher().name, verified };
}

/** Null where it had to be verified and was not: Node has ended the connection before that. */
function verifiedBy({ trust, authority }: SmtpServer, { authorized }: TLSSocket): Verified | null {
  if (trust.kind === 'required') return authorized ? trust.as : null;
  if (!authorized) return 'unverified';
  return authority === null ? 'public_authorities' : 'private_authority';
}

function refused(wire: Wire, fault: SmtpFault): WireGone {
  wire.fail(fault);
  return new WireGone(fault);
}
