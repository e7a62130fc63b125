import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { SMTPServerSession } from 'smtp-server';
import { fileSandboxMessage, type SandboxDeps } from './file-sandbox-message.ts';
import { issueCertificate, SANDBOX_NAME } from './sandbox-authority.ts';
import { passwordOf, type SandboxLink } from './sandbox-link.ts';

const LARGEST = 32 * 1024 * 1024;

export interface Sandbox extends SandboxLink {
  close(): Promise<void>;
}

/**
 * A real mail server on 127.0.0.1 whose mail goes nowhere but into the inbox of the organization
 * that signed in. STARTTLS before AUTH and AUTH before mail, as with any relay, so that all that is
 * sent in the sandbox goes the way that real mail will go. Rejects with `EADDRINUSE` when `port` is
 * taken; 0 takes a free one.
 */
export async function startSandbox(deps: SandboxDeps, port: number): Promise<Sandbox> {
  // not in memory where none is started: a sender does without
  const { SMTPServer } = await import('smtp-server');
  const { authority, certificate, key } = await issueCertificate(deps.now());
  const secret = randomBytes(32).toString('base64');
  const secured = new Map<string, { protocol: string | null; cipher: string }>();

  const server = new SMTPServer({
    name: SANDBOX_NAME,
    banner: 'Postern sandbox',
    key,
    cert: certificate,
    minVersion: 'TLSv1.2',
    size: LARGEST,
    authMethods: ['PLAIN'],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: false,
    hideDSN: false,
    logger: false,
    closeTimeout: 2_000,
    onSecure(socket, session, callback) {
      if (socket instanceof TLSSocket) {
        secured.set(session.id, {
          protocol: socket.getProtocol(),
          cipher: socket.getCipher().name,
        });
      }
      callback();
    },
    onClose(session) {
      secured.delete(session.id);
    },
    onAuth({ username = '', password }, _session, callback) {
      const expected = Buffer.from(passwordOf(secret, username));
      const given = Buffer.from(password ?? '');
      const right = given.length === expected.length && timingSafeEqual(given, expected);
      if (right) callback(null, { user: username });
      else callback(reply(535, 'The user or the password is wrong.'));
    },
    onData(stream, session, callback) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => {
        // what is too large is read to its end, and not kept
        if (stream.sizeExceeded) parts.length = 0;
        else parts.push(part);
      });
      stream.on('end', () => {
        if (stream.sizeExceeded) return callback(reply(552, 'The message is too large.'));
        const tls = secured.get(session.id) ?? { protocol: null, cipher: null };
        file(session, Buffer.concat(parts), tls).then(
          () => callback(null, 'Filed'),
          (error) => {
            deps.log.warn(
              { error },
              'The sandbox could not file a message; it asks to come again.',
            );
            callback(reply(451, 'The message cannot be filed now.'));
          },
        );
      });
    },
  });
  const file = (
    session: SMTPServerSession,
    source: Buffer,
    tls: { protocol: string | null; cipher: string | null },
  ) =>
    fileSandboxMessage(deps, {
      organizationId: String(session.user),
      campaignId: session.envelope.dsn?.envid ?? null,
      source,
      tls,
    });

  const listening = await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    const net = server.listen(port, '127.0.0.1', () => resolve(net.address() as AddressInfo));
  });
  server.on('error', (error) =>
    deps.log.debug({ error }, 'A connection to the sandbox ended with an error.'),
  );
  return {
    port: listening.port,
    authority,
    secret,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}
