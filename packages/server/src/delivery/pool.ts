import { performance } from 'node:perf_hooks';
import {
  openSession,
  type SessionOutcome,
  type SmtpFault,
  type SmtpServer,
  type SmtpSession,
  type WireMessage,
} from '../smtp/index.ts';
import { SiteConnections } from './site-connections.ts';
import { Unreached } from './unreached.ts';

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
  /** Whoever gave it knows how it ended. */
  told: boolean;
}

/** A kept connection may have ended since: then nothing left, and a new one is asked. */
const isStale = ({ place }: Begun, outcome: SessionOutcome) =>
  outcome.kind === 'broken' && place > 1 && outcome.fault.reply === undefined;

const NEVER: Promise<SessionOutcome> = new Promise(() => {});

export interface PoolLimits {
  /** Of all the pools of one site together. */
  readonly connections: number;
  readonly messagesPerConnection: number;
}

interface Shared {
  readonly site: SiteConnections;
  /** May always have one connection, and gives none up for others. */
  readonly urgent: boolean;
}

/**
 * Connections to the servers of one site, opened when there is work, up to the limit, and used again
 * and again: a connection over TLS costs as much as several messages.
 */
export class Pool {
  readonly #servers: () => readonly SmtpServer[];
  readonly #limits: () => PoolLimits;
  readonly #site: SiteConnections;
  readonly #urgent: boolean;
  readonly #queue: Job[] = [];
  /** The one that rested last is woken first: what is not needed ends, and the rest stays warm. */
  readonly #idle: (() => void)[] = [];
  readonly #lanes = new Set<Promise<void>>();
  readonly #unreached = new Unreached();
  #sessions = 0;
  #opening = 0;
  /** Were handed in, and no connection was sought for them yet. */
  #unheeded = 0;
  #closed = false;

  constructor(
    servers: () => readonly SmtpServer[],
    limits: () => PoolLimits,
    { site, urgent }: Shared = { site: new SiteConnections(), urgent: false },
  ) {
    this.#servers = servers;
    this.#limits = limits;
    this.#site = site;
    this.#urgent = urgent;
  }

  get busy(): boolean {
    return this.#lanes.size > 0 || this.#queue.length > 0;
  }

  submit(job: Job): void {
    this.#queue.push(job);
    this.#unheeded += 1;
    if (this.#unheeded === 1) this.#heed();
  }

  /**
   * A connection more for a message that waits; for the next in the next turn of the event loop, when
   * the replies that came meanwhile were read: a message that follows on a connection in use takes half
   * the packets of one that begins on its own, and where servers answer quickly a few connections do.
   */
  readonly #heed = (): void => {
    if (this.#queue.length > 0) {
      const wake = this.#idle.at(-1);
      if (wake !== undefined) wake();
      else this.#grow();
    }
    setImmediate(this.#next);
  };

  readonly #next = (): void => {
    this.#unheeded = this.#queue.length > 0 ? this.#unheeded - 1 : 0;
    if (this.#unheeded > 0) this.#heed();
  };

  /** What is under way ends first. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const wake of [...this.#idle]) wake();
    while (this.busy) {
      if (this.#lanes.size === 0 && this.#site.take(Number.POSITIVE_INFINITY)) this.#begin();
      await Promise.all(this.#lanes);
    }
  }

  /** One more connection, if there is work for it; for what is urgent, as many as there is work for. */
  readonly #grow = (): void => {
    while (this.#queue.length > 0) {
      const { connections } = this.#limits();
      if (this.#lanes.size >= connections) return;
      const first = this.#lanes.size === 0;
      if (!this.#site.take(connections, this.#urgent && first)) {
        if (this.#urgent || first) this.#site.wait(this.#grow);
        return;
      }
      this.#begin();
      if (!this.#urgent) return;
    }
  };

  #begin(): void {
    let refused = false;
    const lane = this.#lane()
      .then((end) => {
        refused = end === 'refused';
      })
      .finally(() => {
        this.#lanes.delete(lane);
        // who takes no more is not asked again while others are at work
        if (!refused || this.#lanes.size === 0) this.#grow();
      });
    this.#lanes.add(lane);
  }

  async #lane(): Promise<'ended' | 'refused'> {
    try {
      for (;;) {
        const job = this.#queue.shift();
        if (job === undefined) return 'ended';
        this.#opening += 1;
        const opened = await this.#open();
        this.#opening -= 1;
        if ('fault' in opened) {
          this.#unavailable(job, opened);
          return 'refused';
        }
        this.#sessions += 1;
        this.#queue.unshift(job);
        await this.#use(opened.session, opened.server);
        this.#sessions -= 1;
        opened.session.quit();
        if (this.#site.wanted || this.#tooMany(this.#limits())) return 'ended';
      }
    } finally {
      this.#site.giveBack();
    }
  }

  /** One of our connections is to end: the site has more than it likes, or others have none. */
  #tooMany({ connections }: PoolLimits): boolean {
    if (this.#closed) return false;
    const last = this.#lanes.size === 1;
    if (this.#lanes.size > connections) return true;
    if (this.#site.open > connections && !(this.#urgent && last)) return true;
    return this.#site.wanted && !this.#urgent && !last;
  }

  #unavailable(job: Job, why: Unavailable): void {
    if (this.#sessions > 0 || this.#opening > 0) {
      // it takes no more connections than it has, or is about to have: those are enough
      this.#queue.unshift(job);
      this.#idle.at(-1)?.();
      return;
    }
    for (const one of [job, ...this.#queue.splice(0)]) one.done({ kind: 'unavailable', ...why });
  }

  /** Sends on one connection until it ends, has had its share, or nothing came for long enough. */
  async #use(session: SmtpSession, server: SmtpServer): Promise<void> {
    let used = 0;
    /** Made to follow a message that then did not end. */
    let unsent: Job | null = null;
    const mayUse = () => {
      if (!session.alive()) return false;
      // what was opened carries one message at least, so that everybody gets on
      if (used === 0) return true;
      const limits = this.#limits();
      return used < limits.messagesPerConnection && !this.#tooMany(limits);
    };
    const begin = ({ job, message }: Made): Begun => {
      used += 1;
      const begun: Begun = { job, place: used, next: null, outcome: NEVER, told: false };
      const follow = () => {
        const made = mayUse() ? this.#make() : null;
        unsent = made?.job ?? null;
        if (made === null) return null;
        return () => {
          unsent = null;
          begun.next = begin(made);
        };
      };
      // before the next one may end, so that its intent goes into the journal behind this result:
      // a kill leaves one of a connection in doubt, not two
      const tell = (outcome: SessionOutcome) => {
        if (begun.told || isStale(begun, outcome)) return;
        begun.told = true;
        job.done({ kind: 'ended', outcome, session, server });
      };
      begun.outcome = session.send(message, () => job.mayEnd(), follow, tell);
      return begun;
    };
    let current: Begun | null = null;
    for (;;) {
      if (current === null) {
        if (!mayUse()) return;
        const made = this.#make();
        if (made !== null) current = begin(made);
        else if (this.#closed || this.#site.wanted || !(await this.#rest())) return;
        continue;
      }
      const begun: Begun = current;
      const outcome = await begun.outcome;
      if (unsent !== null) this.#queue.unshift(unsent);
      unsent = null;
      if (isStale(begun, outcome)) this.#queue.unshift(begun.job);
      else if (!begun.told) begun.job.done({ kind: 'ended', outcome, session, server });
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
        this.#idle.splice(this.#idle.indexOf(wake), 1);
        this.#site.works(wake);
        resolve(work);
      };
      const wake = () => end(true);
      const timer = setTimeout(() => end(false), IDLE);
      this.#idle.push(wake);
      this.#site.rests(wake);
    });
  }

  /** The first of the servers that can be had, in their turn; why the last by preference cannot. */
  async #open(): Promise<
    | { readonly session: SmtpSession; readonly server: SmtpServer }
    | { readonly fault: SmtpFault; readonly server: SmtpServer | null }
  > {
    const servers = this.#servers();
    let last: { fault: SmtpFault; server: SmtpServer | null } = {
      fault: { code: 'EDNS' },
      server: null,
    };
    for (const server of this.#unreached.inTurn(servers, performance.now())) {
      const session = await openSession(server);
      if (!('kind' in session)) return { session, server };
      const { fault } = session;
      // who answers is there, though it takes no more connections
      if (fault.reply === undefined) this.#unreached.add(server, performance.now());
      if (server === servers.at(-1)) last = { fault, server };
    }
    return last;
  }
}
