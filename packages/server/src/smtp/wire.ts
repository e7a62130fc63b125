import type { Socket } from 'node:net';
import { type ConnectionOptions, connect, type TLSSocket } from 'node:tls';
import { portions } from './body.ts';
import { type Reply, ReplyReader } from './reply-reader.ts';
import type { SmtpFault } from './session.ts';

/** Whoever converses on the wire just now. After `onGone` nothing more comes. */
export interface WireListener {
  onReply(reply: Reply): void;
  onGone(fault: SmtpFault): void;
}

/** Thrown while a session is being opened; the fault says why there will be none. */
export class WireGone extends Error {
  readonly fault: SmtpFault;

  constructor(fault: SmtpFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** How long a goodbye may take to reach the other side, in milliseconds. */
const GRACE = 1_000;

const BROKEN_LINE = new Set([
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
]);

/**
 * Octets out, replies in, over one socket that may become TLS. Whatever ends it ends it once, with
 * one fault; replies that nobody waits for end it too.
 */
export class Wire {
  #socket: Socket;
  #reader = new ReplyReader();
  #listener: WireListener | null = null;
  #fault: SmtpFault | null = null;
  #securing = false;
  #flowing = false;
  readonly #silence: number;

  /** `silence`: milliseconds without an octet in either direction after which it is over. */
  constructor(socket: Socket, silence: number) {
    this.#socket = socket;
    this.#silence = silence;
    this.#attach(socket);
  }

  /** Null while it stands. */
  get fault(): SmtpFault | null {
    return this.#fault;
  }

  /** The IP address at the other end; of a socket that is gone, ''. */
  get peer(): string {
    return this.#socket.remoteAddress ?? '';
  }

  listen(listener: WireListener | null): void {
    this.#listener = listener;
  }

  /** Resolves when the socket is connected; rejects with `WireGone`. */
  async connected(): Promise<void> {
    await this.#until(this.#socket, 'connect');
  }

  /**
   * Goes on in TLS. What lies in the buffer was said in clear and by nobody knows whom
   * (CVE-2011-0411): it ends the connection. Rejects with `WireGone`.
   */
  async secure(options: ConnectionOptions): Promise<TLSSocket> {
    if (this.#fault === null && !this.#reader.empty) this.fail({ code: 'EPROTOCOL' });
    if (this.#fault !== null) throw new WireGone(this.#fault);
    const plain = this.#socket;
    plain.off('data', this.#onData).off('end', this.#onEnd).off('timeout', this.#onTimeout);
    plain.setTimeout(0);
    this.#flowing = false;
    const socket = connect({ ...options, socket: plain });
    this.#reader = new ReplyReader();
    this.#securing = true;
    this.#attach(socket);
    await this.#until(socket, 'secureConnect');
    this.#securing = false;
    return socket;
  }

  /** Writes a command, if one is given, and waits for its reply. Rejects with `WireGone`. */
  ask(command: string | null): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#fault !== null) {
        reject(new WireGone(this.#fault));
        return;
      }
      this.#listener = {
        onReply: (reply) => {
          this.#listener = null;
          resolve(reply);
        },
        onGone: (fault) => reject(new WireGone(fault)),
      };
      // not sooner: the greeting may come in one packet with the end of the handshake
      if (!this.#flowing) this.#socket.on('data', this.#onData);
      this.#flowing = true;
      if (command !== null) this.write(`${command}\r\n`);
    });
  }

  /** What `work` writes goes out as one. */
  together(work: () => void): void {
    const socket = this.#socket;
    socket.cork();
    work();
    socket.uncork();
  }

  write(text: string): void {
    if (this.#fault === null) this.#socket.write(text);
  }

  /**
   * Writes text and parts as one, the rest of a large message when the beginning has gone. `queued`
   * is called, before this returns where it is not large, when all of it stands before whatever is
   * written next; `drained` when the system has taken it, which may be told later than the reply.
   */
  writeAll(
    text: string,
    parts: readonly Buffer[],
    told: { readonly queued: () => void; readonly drained: () => void },
  ): void {
    this.#writePortions(text, portions(parts), 0, told);
  }

  #writePortions(
    text: string,
    all: readonly (readonly Buffer[])[],
    at: number,
    told: { readonly queued: () => void; readonly drained: () => void },
  ): void {
    if (this.#fault !== null) return;
    const next = (error?: Error | null) => {
      if (error) return;
      if (at + 1 < all.length) this.#writePortions('', all, at + 1, told);
      else told.drained();
    };
    const socket = this.#socket;
    const portion = all[at] ?? [];
    // one system call, and one TLS record where it fits in one
    socket.cork();
    const last = portion.length - 1;
    if (text !== '' || last < 0) socket.write(text, 'utf8', last < 0 ? next : undefined);
    for (let i = 0; i < last; i++) socket.write(portion[i] ?? '');
    if (last >= 0) socket.write(portion[last] ?? '', next);
    socket.uncork();
    if (at + 1 >= all.length) told.queued();
  }

  /** Ends it for this reason, at once. */
  fail(fault: SmtpFault): void {
    if (this.#fault !== null) return;
    this.#fault = fault;
    this.#socket.destroy();
    const listener = this.#listener;
    this.#listener = null;
    listener?.onGone(fault);
  }

  /** Says goodbye; the process need not stay for it. */
  quit(): void {
    if (this.#fault !== null) return;
    this.#fault = { code: 'ECLOSED' };
    const socket = this.#socket;
    socket.setTimeout(0);
    socket.unref();
    socket.end('QUIT\r\n');
    setTimeout(() => socket.destroy(), GRACE).unref();
  }

  #attach(socket: Socket): void {
    this.#socket = socket;
    // kept by whatever sends: a timer of Node's that each octet re-arms without making another
    socket.setTimeout(this.#silence);
    socket.on('error', this.#onError);
    socket.on('end', this.#onEnd);
    socket.on('close', this.#onEnd);
    socket.on('timeout', this.#onTimeout);
  }

  #until(socket: Socket, event: 'connect' | 'secureConnect'): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#listener = {
        onReply: () => this.fail({ code: 'EPROTOCOL' }),
        onGone: (fault) => reject(new WireGone(fault)),
      };
      socket.once(event, () => {
        this.#listener = null;
        resolve();
      });
    });
  }

  readonly #onData = (chunk: Buffer): void => {
    if (!this.#reader.push(chunk, this.#onReply)) this.fail({ code: 'EPROTOCOL' });
  };

  readonly #onReply = (reply: Reply): void => {
    if (this.#fault !== null) return;
    if (this.#listener !== null) this.#listener.onReply(reply);
    // said to nobody: at leave, RFC 5321 section 3.8, or out of turn
    else this.fail({ code: reply.code === 421 ? 'ECLOSED' : 'EPROTOCOL' });
  };

  readonly #onError = (error: NodeJS.ErrnoException): void => {
    this.fail(this.#faultOf(error.code ?? 'ECONNRESET'));
  };

  readonly #onEnd = (): void => this.fail(this.#faultOf('ECONNRESET'));

  readonly #onTimeout = (): void => this.fail({ code: 'ETIMEDOUT' });

  #faultOf(code: string): SmtpFault {
    // a line that breaks in the middle of a handshake says nothing of the server's TLS
    if (this.#securing && !BROKEN_LINE.has(code)) return { code: 'ETLS', originalCode: code };
    const lookup = code === 'ENOTFOUND' || code.startsWith('EAI_');
    return lookup ? { code: 'EDNS', originalCode: code } : { code };
  }
}
