import {
  openSession,
  type SessionOutcome,
  type SmtpFault,
  type SmtpServer,
  type SmtpSession,
  type WireMessage,
} from '../smtp/index.ts';

/** How long a connection without work is kept, in milliseconds: servers do not like idlers. */
const IDLE = 5_000;

/** One message that waits for a connection. */
export interface Job {
  /** Makes the message when its turn has come; null when it does not go after all. */
  message(): WireMessage | null;
  mayEnd(): boolean | Promise<boolean>;
  done(end: JobEnd): void;
}

export type JobEnd =
  | {
      readonly kind: 'ended';
      readonly outcome: SessionOutcome;
      readonly session: SmtpSession;
      readonly server: SmtpServer;
    }
  /** No server could be had: why, of the last one that was tried. */
  | { readonly kind: 'unavailable'; readonly fault: SmtpFault; readonly server: SmtpServer | null };

export interface PoolLimits {
  readonly connections: number;
  readonly messagesPerConnection: number;
}

/**
 * Connections to the servers of one site, opened when there is work, up to the limit, and used again
 * and again: a connection over TLS costs as much as several messages.
 */
export class Pool {
  readonly #servers: () => readonly SmtpServer[];
  readonly #limits: () => PoolLimits;
  readonly #queue: Job[] = [];
  readonly #idle = new Set<() => void>();
  readonly #lanes = new Set<Promise<void>>();
  #sessions = 0;
  #opening = 0;
  #closed = false;

  constructor(servers: () => readonly SmtpServer[], limits: () => PoolLimits) {
    this.#servers = servers;
    this.#limits = limits;
  }

  get busy(): boolean {
    return this.#lanes.size > 0;
  }

  submit(job: Job): void {
    this.#queue.push(job);
    const wake = this.#idle.values().next().value;
    if (wake !== undefined) return wake();
    if (this.#lanes.size < this.#limits().connections) this.#begin();
  }

  /** What is under way ends first. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const wake of [...this.#idle]) wake();
    await Promise.all(this.#lanes);
  }

  #begin(): void {
    const lane = this.#lane().finally(() => {
      this.#lanes.delete(lane);
      // what came while the last of them ended
      if (this.#queue.length > 0 && this.#lanes.size === 0) this.#begin();
    });
    this.#lanes.add(lane);
  }

  async #lane(): Promise<void> {
    let session: SmtpSession | null = null;
    let server: SmtpServer | null = null;
    let used = 0;
    const leave = () => {
      if (session === null) return;
      this.#sessions -= 1;
      session.quit();
      session = null;
    };
    for (;;) {
      const job = this.#queue.shift();
      if (job === undefined) {
        if (session === null || this.#closed || !(await this.#rest())) break;
        continue;
      }
      if (session !== null && !session.alive()) leave();
      if (session === null) {
        this.#opening += 1;
        const opened = await this.#open();
        this.#opening -= 1;
        if ('fault' in opened) {
          if (this.#sessions > 0 || this.#opening > 0) {
            // it takes no more connections than it has, or is about to have: those are enough
            this.#queue.unshift(job);
            this.#idle.values().next().value?.();
            break;
          }
          const unavailable = { kind: 'unavailable', ...opened } as const;
          for (const one of [job, ...this.#queue.splice(0)]) one.done(unavailable);
          break;
        }
        ({ session, server } = opened);
        this.#sessions += 1;
        used = 0;
      }
      const message = job.message();
      if (message !== null && server !== null) {
        const outcome = await session.send(message, () => job.mayEnd());
        used += 1;
        if (outcome.kind === 'broken' && used > 1 && outcome.fault.reply === undefined) {
          // a kept connection may have ended since: then nothing left, and a new one is asked
          this.#queue.unshift(job);
          leave();
        } else {
          job.done({ kind: 'ended', outcome, session, server });
          if (!session.alive() || used >= this.#limits().messagesPerConnection) leave();
        }
      }
      if (this.#lanes.size > this.#limits().connections) break;
    }
    leave();
  }

  /** True when there is work again, false when there was none for long enough. */
  #rest(): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (work: boolean) => {
        clearTimeout(timer);
        this.#idle.delete(wake);
        resolve(work);
      };
      const wake = () => end(true);
      const timer = setTimeout(() => end(false), IDLE);
      this.#idle.add(wake);
    });
  }

  /** The first of the servers that can be had, in their order. */
  async #open(): Promise<
    | { readonly session: SmtpSession; readonly server: SmtpServer }
    | { readonly fault: SmtpFault; readonly server: SmtpServer | null }
  > {
    let last: { fault: SmtpFault; server: SmtpServer | null } = {
      fault: { code: 'EDNS' },
      server: null,
    };
    for (const server of this.#servers()) {
      const session = await openSession(server);
      if (!('kind' in session)) return { session, server };
      last = { fault: session.fault, server };
    }
    return last;
  }
}
