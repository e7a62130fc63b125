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

type Unavailable = Omit<Extract<JobEnd, { kind: 'unavailable' }>, 'kind'>;

interface Made {
  readonly job: Job;
  readonly message: WireMessage;
}

/** A message on a connection; the next one may begin before it has its answer. */
interface Begun {
  readonly job: Job;
  /** Which it is on its connection, from 1. */
  readonly place: number;
  outcome: Promise<SessionOutcome>;
  next: Begun | null;
}

const NEVER: Promise<SessionOutcome> = new Promise(() => {});

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
    for (;;) {
      const job = this.#queue.shift();
      if (job === undefined) return;
      this.#opening += 1;
      const opened = await this.#open();
      this.#opening -= 1;
      if ('fault' in opened) return this.#unavailable(job, opened);
      this.#sessions += 1;
      this.#queue.unshift(job);
      await this.#use(opened.session, opened.server);
      this.#sessions -= 1;
      opened.session.quit();
      if (this.#lanes.size > this.#limits().connections) return;
    }
  }

  #unavailable(job: Job, why: Unavailable): void {
    if (this.#sessions > 0 || this.#opening > 0) {
      // it takes no more connections than it has, or is about to have: those are enough
      this.#queue.unshift(job);
      this.#idle.values().next().value?.();
      return;
    }
    for (const one of [job, ...this.#queue.splice(0)]) one.done({ kind: 'unavailable', ...why });
  }

  /** Sends on one connection until it ends, has had its share, or nothing came for long enough. */
  async #use(session: SmtpSession, server: SmtpServer): Promise<void> {
    let used = 0;
    /** Made to follow a message that then did not end. */
    let unsent: Job | null = null;
    const mayUse = () =>
      session.alive() &&
      used < this.#limits().messagesPerConnection &&
      this.#lanes.size <= this.#limits().connections;
    const begin = ({ job, message }: Made): Begun => {
      used += 1;
      const begun: Begun = { job, place: used, next: null, outcome: NEVER };
      const follow = () => {
        const made = mayUse() ? this.#make() : null;
        unsent = made?.job ?? null;
        if (made === null) return null;
        return () => {
          unsent = null;
          begun.next = begin(made);
        };
      };
      begun.outcome = session.send(message, () => job.mayEnd(), follow);
      return begun;
    };
    let current: Begun | null = null;
    for (;;) {
      if (current === null) {
        if (!mayUse()) return;
        const made = this.#make();
        if (made !== null) current = begin(made);
        else if (this.#closed || !(await this.#rest())) return;
        continue;
      }
      const { job, place, outcome: ended }: Begun = current;
      const outcome = await ended;
      if (unsent !== null) this.#queue.unshift(unsent);
      unsent = null;
      if (outcome.kind === 'broken' && place > 1 && outcome.fault.reply === undefined) {
        // a kept connection may have ended since: then nothing left, and a new one is asked
        this.#queue.unshift(job);
      } else job.done({ kind: 'ended', outcome, session, server });
      current = current.next;
    }
  }

  /** The next message whose turn has come. */
  #make(): Made | null {
    for (let job = this.#queue.shift(); job !== undefined; job = this.#queue.shift()) {
      const message = job.message();
      if (message !== null) return { job, message };
    }
    return null;
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
