import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { type Addressee, addresseeOf } from './addressee.ts';
import { PARTING, PATIENCE, type Patience } from './patience.ts';
import { type Peers, peers } from './peers.ts';
import { LARGEST, readHead } from './read-head.ts';
import { receiveMail } from './receive-mail.ts';
import type { ReturnsDeps } from './returns-deps.ts';

/** Who guesses addresses is sent away. */
const MOST_WRONG = 20;
const TOO_LARGE = 'The message is too large.';

export interface ListenerOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** What it calls itself. */
  readonly name: string;
  /** PEM. Bounces name people: whoever can, sends them over TLS. */
  readonly key: string;
  readonly certificate: string;
  /** In place of `PATIENCE`. */
  readonly patience?: Patience;
}

export interface ReturnsListener {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * The mail server to which bounces and complaints come home. It takes mail for return paths that are
 * ours, for feedback addresses and for postmasters, and for nobody else; it never sends anything, so
 * that no loop and no patient's data can come of it, and its replies repeat nothing. A message is
 * answered with 250 when it is recorded, and not before; when it cannot be recorded, with 451.
 * Memory per connection is bounded by what is kept, whatever arrives, and so is the time of a visit.
 * Rejects with `EADDRINUSE` when the port is taken.
 */
export async function startReturnsListener(
  deps: ReturnsDeps,
  options: ListenerOptions,
): Promise<ReturnsListener> {
  const { patience = PATIENCE } = options;
  const visitors = peers(() => performance.now());
  const sessions = new Map<string, Visit>();
  const visitOf = (session: SMTPServerSession): Visit => {
    const visit = sessions.get(session.id) ?? newVisit();
    sessions.set(session.id, visit);
    return visit;
  };

  const server: SMTPServer = new SMTPServer({
    name: options.name,
    banner: 'Bounces and complaints only',
    key: options.key,
    cert: options.certificate,
    minVersion: 'TLSv1.2',
    authOptional: true,
    disabledCommands: ['AUTH', 'VRFY', 'HELP'],
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: true,
    // announced sizes are judged at RCPT, when it is known whose message it would be
    size: LARGEST,
    hideSize: true,
    maxRecipients: 10,
    maxClients: 100,
    socketTimeout: patience.idle,
    closeTimeout: 2_000,
    maxCommandLength: 2048,
    logger: false,
    onConnect(session, callback) {
      const visit = visitOf(session);
      visit.entered = visitors.enter(session.remoteAddress);
      if (!visit.entered) {
        return callback(reply(421, '4.7.0 Too many connections; come again later.'));
      }
      const part = () => sendAway(server, session, 421, PARTING.visit);
      visit.ends = setTimeout(part, patience.visit).unref();
      callback(null);
    },
    onClose(session) {
      leave(session, sessions, visitors);
    },
    onRcptTo({ address }, session, callback) {
      answer(callback, () => rcpt(address, session));
    },
    onData(stream, session, callback) {
      answer(callback, () => data(stream, session));
    },
  });

  async function rcpt(address: string, session: SMTPServerSession): Promise<Error | null> {
    const visit = visitOf(session);
    if (visit.wrong >= MOST_WRONG) return reply(421, '4.7.0 Too many unknown recipients.');
    const addressee = await addresseeOf(deps, address);
    if (addressee === null) {
      visit.wrong++;
      return reply(550, '5.1.1 No such mailbox.');
    }
    if (!visitors.bring(session.remoteAddress)) {
      return reply(451, '4.7.0 Too many messages; come again later.');
    }
    const { mailFrom } = session.envelope;
    const announced = mailFrom === false || !mailFrom.args ? 0 : Number(mailFrom.args['SIZE']);
    if (announced > LARGEST) {
      await record([addressee], session, Buffer.alloc(0), announced, true);
      return reply(552, `5.3.4 ${TOO_LARGE}`);
    }
    visit.addressees.set(address.toLowerCase(), addressee);
    return null;
  }

  async function data(
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Error | null> {
    const { addressees } = visitOf(session);
    const wanted = session.envelope.rcptTo.flatMap(
      ({ address }) => addressees.get(address.toLowerCase()) ?? [],
    );
    addressees.clear();
    const read = await readHead(stream, patience);
    if (read.kind === 'slow') {
      sendAway(server, session, 421, PARTING.slow);
      return reply(421, PARTING.slow);
    }
    const { head, size } = read;
    const tooLarge = size > LARGEST;
    await record(wanted, session, head, size, tooLarge);
    if (!tooLarge) return null;
    // nobody has to wait for 50 MB to pass
    sendAway(server, session, 552, `5.3.4 ${TOO_LARGE}`);
    return reply(552, `5.3.4 ${TOO_LARGE}`);
  }

  async function record(
    to: readonly Addressee[],
    { envelope: { mailFrom } }: SMTPServerSession,
    head: Buffer,
    size: number,
    tooLarge: boolean,
  ): Promise<void> {
    const from = mailFrom === false ? '' : mailFrom.address;
    for (const addressee of to) {
      const received = await receiveMail(deps, addressee, { from, head, size, tooLarge });
      deps.log.info(
        {
          organizationId: addressee.keys.organizationId,
          event: 'mail_returned',
          state: received.kind === 'recorded' ? received.class : received.kind,
        },
        'A message came home.',
      );
    }
  }

  function answer(
    callback: (error: Error | null) => void,
    work: () => Promise<Error | null>,
  ): void {
    work().then(callback, (error: unknown) => {
      deps.log.warn({ error }, 'A message that came home could not be recorded; it comes again.');
      callback(reply(451, '4.3.0 It cannot be recorded now; come again.'));
    });
  }

  const listening = await new Promise<number>((resolve, reject) => {
    server.once('error', reject);
    const net = server.listen(options.port, options.host, () => resolve(portOf(net.address())));
  });
  server.on('error', (error) =>
    deps.log.debug({ error }, 'A connection that brought mail home ended with an error.'),
  );
  return {
    port: listening,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

interface Visit {
  /** Whom the message under way is for, by address in lower case. */
  readonly addressees: Map<string, Addressee>;
  wrong: number;
  entered: boolean;
  /** Ends the visit when its time is over. */
  ends: NodeJS.Timeout | undefined;
}

const newVisit = (): Visit => ({
  addressees: new Map(),
  wrong: 0,
  entered: false,
  ends: undefined,
});

function leave(session: SMTPServerSession, sessions: Map<string, Visit>, visitors: Peers): void {
  const visit = sessions.get(session.id);
  if (visit?.entered) visitors.leave(session.remoteAddress);
  clearTimeout(visit?.ends);
  sessions.delete(session.id);
}

/** Answers whatever is under way and hangs up; who does not hear it is cut off seconds later. */
function sendAway(
  server: SMTPServer,
  session: SMTPServerSession,
  code: number,
  sentence: string,
): void {
  for (const connection of server.connections) {
    if (connection.session !== session) continue;
    connection.send(code, sentence);
    connection.close();
  }
}

function reply(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

const portOf = (address: AddressInfo | string | null) =>
  typeof address === 'object' && address !== null ? address.port : 0;
