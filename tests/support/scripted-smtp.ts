import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';

/** One connection, seen from the server of the script. */
export interface ScriptedPeer {
  /** The next line, without its CRLF. */
  line(): Promise<string>;
  /** Reads a line that has to match. */
  expect(pattern: RegExp): Promise<string>;
  octets(count: number): Promise<Buffer>;
  /** Reads `BDAT n` and its octets. */
  chunk(): Promise<Buffer>;
  /** Reads DATA's octets up to the lone dot, without it. */
  data(): Promise<string>;
  /** Writes lines, each with CRLF, in one packet. */
  say(...lines: readonly string[]): void;
  raw(octets: string): void;
  /** Goes on in TLS. */
  secure(): Promise<void>;
  /** Greets, answers EHLO, STARTTLS and the second EHLO. */
  open(...extensions: readonly string[]): Promise<void>;
  cut(): void;
  /** Cuts with RST. */
  reset(): void;
  pause(milliseconds: number): Promise<void>;
}

export interface ScriptedSmtp {
  readonly port: number;
  /** Every line that was read by `line` and `expect`. */
  readonly heard: readonly string[];
  /** How many connections resumed a TLS session. */
  readonly resumed: number;
  /** Rejects with what went wrong in a script. */
  close(): Promise<void>;
}

export interface ScriptedTls {
  /** PEM; with the chain behind it where the chain is to be presented. */
  readonly certificate: string;
  readonly key: string;
  readonly maxVersion?: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';
  readonly minVersion?: 'TLSv1' | 'TLSv1.2';
  readonly ciphers?: string;
}

class PeerGone extends Error {}

/** A mail server on 127.0.0.1 that does what the script says, to each connection alike. */
export async function startScriptedSmtp(
  tls: ScriptedTls | null,
  script: (peer: ScriptedPeer, connection: number) => Promise<void>,
): Promise<ScriptedSmtp> {
  // one for all connections: a ticket is good for the context that gave it
  const secured = tls === null ? null : securing(tls);
  const heard: string[] = [];
  const errors: unknown[] = [];
  const sockets = new Set<Socket>();
  const running = new Set<Promise<void>>();
  let connections = 0;
  let resumed = 0;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    const peer = peerOn(socket, secured, heard, () => resumed++);
    const run = script(peer, connections++).catch((error: unknown) => {
      if (!(error instanceof PeerGone)) errors.push(error);
      socket.destroy();
    });
    running.add(run);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    get resumed() {
      return resumed;
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all(running);
      if (errors.length > 0) throw errors[0];
    },
  };
}

function securing({ certificate, key, ...versions }: ScriptedTls): (plain: Socket) => TLSSocket {
  const secureContext = createSecureContext({ cert: certificate, key, ...versions });
  return (plain) => new TLSSocket(plain, { isServer: true, secureContext });
}

function peerOn(
  plain: Socket,
  secure: ((plain: Socket) => TLSSocket) | null,
  heard: string[],
  onResumed: () => void,
): ScriptedPeer {
  let socket = plain;
  let held = Buffer.alloc(0);
  let ended = false;
  let wake = () => {};
  const take = (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    wake();
  };
  const end = () => {
    ended = true;
    wake();
  };
  const attach = (to: Socket) => {
    to.setNoDelay(true);
    to.on('data', take);
    to.on('error', end);
    to.on('end', end);
    to.on('close', end);
  };
  attach(plain);
  const more = async () => {
    if (ended) throw new PeerGone();
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  };
  const peer: ScriptedPeer = {
    async line() {
      for (;;) {
        const at = held.indexOf('\r\n');
        if (at !== -1) {
          const line = held.toString('utf8', 0, at);
          held = held.subarray(at + 2);
          heard.push(line);
          return line;
        }
        await more();
      }
    },
    async expect(pattern) {
      const line = await peer.line();
      if (!pattern.test(line)) throw new Error(`The client said "${line}"; expected ${pattern}.`);
      return line;
    },
    async octets(count) {
      while (held.length < count) await more();
      const octets = held.subarray(0, count);
      held = held.subarray(count);
      return octets;
    },
    async chunk() {
      const line = await peer.expect(/^BDAT \d+( LAST)?$/);
      return peer.octets(Number(line.split(' ')[1]));
    },
    async data() {
      for (;;) {
        const at = held.indexOf('\r\n.\r\n');
        if (at !== -1) {
          const data = held.toString('utf8', 0, at + 2);
          held = held.subarray(at + 5);
          return data;
        }
        await more();
      }
    },
    say(...lines) {
      socket.write(lines.map((line) => `${line}\r\n`).join(''));
    },
    raw(octets) {
      socket.write(octets);
    },
    async secure() {
      if (secure === null) throw new Error('The script wants TLS and has no certificate.');
      plain.off('data', take);
      const secured = secure(plain);
      socket = secured;
      attach(secured);
      await new Promise<void>((resolve, reject) => {
        secured.once('secure', () => resolve());
        secured.once('close', () => reject(new PeerGone()));
        secured.once('error', () => reject(new PeerGone()));
      });
      if (secured.isSessionReused()) onResumed();
    },
    async open(...extensions) {
      peer.say('220 scripted.test ESMTP');
      await peer.expect(/^EHLO /);
      peer.say('250-scripted.test', '250 STARTTLS');
      await peer.expect(/^STARTTLS$/);
      peer.say('220 Go ahead');
      await peer.secure();
      await peer.expect(/^EHLO /);
      const lines = ['scripted.test', ...extensions];
      peer.say(...lines.map((line, i) => `250${i === lines.length - 1 ? ' ' : '-'}${line}`));
    },
    cut() {
      socket.destroy();
    },
    reset() {
      plain.resetAndDestroy();
    },
    pause: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
  return peer;
}
