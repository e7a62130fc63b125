import { once } from 'node:events';
import { connect } from 'node:tls';
import type { SealedRow } from '../audit/index.ts';
import { checkOutside, outsideLookup } from '../destinations/index.ts';
import { forwardedEntry } from './forwarded-entry.ts';
import type { SyslogTarget } from './target.ts';

/** RFC 5424, 6.2.1: facility 13, "log audit", and severity 6, "informational". */
const PRIORITY = 13 * 8 + 6;

/**
 * One message of RFC 5424 an entry, with its length before it (RFC 5425, 4.3). The message is JSON in
 * plain ASCII; `sequenceId` starts again after 2^31-1 (7.3.1).
 */
function syslogFrame(row: SealedRow): string {
  const { sequence, entry } = row;
  const json = JSON.stringify(forwardedEntry(row)).replace(
    /[\u0080-\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const meta = `[meta sequenceId="${((sequence - 1) % 2_147_483_647) + 1}"]`;
  const message = `<${PRIORITY}>1 ${entry.at} - postern - ${entry.action.slice(0, 32)} ${meta} ${json}`;
  return `${message.length} ${message}`;
}

/**
 * Hands entries to a syslog server over TLS (RFC 5425) and closes. Syslog has no answer: they count as
 * arrived when the server has taken the connection's end without an error.
 */
export async function sendSyslog(
  { host, port, authority }: SyslogTarget,
  rows: readonly SealedRow[],
  { allowPrivate, signal }: { allowPrivate: boolean; signal: AbortSignal },
): Promise<void> {
  checkOutside(host, allowPrivate);
  const socket = connect({
    host,
    port,
    lookup: outsideLookup(allowPrivate),
    minVersion: 'TLSv1.2',
    ...(authority !== null && { ca: authority }),
    servername: host,
  });
  const abort = () => socket.destroy(new Error('The syslog server took too long.'));
  signal.addEventListener('abort', abort, { once: true });
  try {
    await once(socket, 'secureConnect');
    // what a server says is of no meaning, but its end would not be read before it
    socket.resume();
    const closed = once(socket, 'close');
    socket.end(rows.map(syslogFrame).join(''));
    await closed;
  } finally {
    signal.removeEventListener('abort', abort);
    socket.destroy();
  }
}
