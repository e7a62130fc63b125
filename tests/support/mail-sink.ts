import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { issueCertificate } from '../../packages/server/src/delivery/sandbox-authority.ts';

/** What happens to a message: a reply to RCPT or to the data, or the connection cut in the data. */
export type Fate =
  | 'take'
  | { readonly rcpt: number; readonly text: string }
  | { readonly data: number; readonly text: string }
  /** Before the data is stored, and after: the client cannot tell the two apart. */
  | 'cut'
  | 'take-and-cut';

export interface Received {
  readonly to: string;
  readonly messageId: string;
  readonly source: string;
  readonly secure: boolean;
}

export interface MailSink {
  readonly port: number;
  /** PEM to verify it against. */
  readonly authority: string;
  /** The sink's own books: what it answered with 250, in order. */
  readonly ledger: readonly Received[];
  /** Bytes of mail commands that came in clear: must stay empty. */
  readonly inClear: readonly string[];
  fate: (to: string) => Fate;
  delay: number;
  /** How many connections it has seen. */
  connections: number;
  /** Called when a message is in the ledger and its 250 is not yet on the way. */
  onTaken: () => void;
  close(): Promise<void>;
}

export interface SinkOptions {
  /** The name in the certificate; 'localhost'. */
  readonly name?: string;
  /** Where it listens; 'localhost'. */
  readonly address?: string;
  readonly certificateEnds?: Date;
  readonly server?: SMTPServerOptions;
  readonly login?: { readonly user: string; readonly password: string };
}

/** A mail server on localhost with a ledger of its own, independent of the sender's books. */
export async function startMailSink(options: SinkOptions = {}): Promise<MailSink> {
  const issued = await issueCertificate(
    new Date(),
    options.name ?? 'localhost',
    options.certificateEnds,
  );
  const ledger: Received[] = [];
  const inClear: string[] = [];
  const cut = (sessionId: string) => {
    for (const connection of server.connections) {
      const { session, _socket } = connection as unknown as {
        session: { id: string };
        _socket: { destroy(): void };
      };
      if (session.id === sessionId) _socket.destroy();
    }
  };
  const server = new SMTPServer({
    name: 'localhost',
    key: issued.key,
    cert: issued.certificate,
    authOptional: options.login === undefined,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: true,
    logger: false,
    closeTimeout: 500,
    onAuth({ username, password }, _session, callback) {
      const right = username === options.login?.user && password === options.login?.password;
      if (right) callback(null, { user: username });
      else callback(Object.assign(new Error('no'), { responseCode: 535 }));
    },
    onConnect(_session, callback) {
      sink.connections++;
      callback();
    },
    onMailFrom(_address, session, callback) {
      if (!session.secure) inClear.push('MAIL');
      callback();
    },
    onRcptTo({ address }, _session, callback) {
      const fate = sink.fate(address);
      if (typeof fate === 'object' && 'rcpt' in fate) {
        return callback(Object.assign(new Error(fate.text), { responseCode: fate.rcpt }));
      }
      return callback();
    },
    onData(stream, session, callback) {
      const to = session.envelope.rcptTo[0]?.address ?? '';
      const fate = sink.fate(to);
      if (fate === 'cut') {
        stream.once('data', () => cut(session.id));
        stream.resume();
        return;
      }
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const source = Buffer.concat(parts).toString();
        const messageId = /^message-id: (.*)$/im.exec(source)?.[1]?.trim() ?? '';
        setTimeout(() => {
          if (typeof fate === 'object' && 'data' in fate) {
            callback(Object.assign(new Error(fate.text), { responseCode: fate.data }));
            return;
          }
          ledger.push({ to, messageId, source, secure: session.secure });
          sink.onTaken();
          if (fate === 'take-and-cut') cut(session.id);
          else callback(null, 'taken');
        }, sink.delay);
      });
    },
    ...options.server,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    const net = server.listen(0, options.address ?? 'localhost', () =>
      resolve((net.address() as AddressInfo).port),
    );
  });
  server.on('error', () => {});
  const sink: MailSink = {
    port,
    authority: issued.authority,
    ledger,
    inClear,
    fate: () => 'take',
    delay: 0,
    connections: 0,
    onTaken: () => {},
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return sink;
}
