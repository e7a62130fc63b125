import { AT_ONCE, dotStuffed } from './body.ts';
import { endSoon } from './endings.ts';
import type { Envelope } from './envelope.ts';
import type { Extensions } from './extensions.ts';
import { judge, type Step } from './judge-reply.ts';
import { type Reply, serverReply } from './reply-reader.ts';
import type { SessionOutcome, SmtpFault } from './session.ts';
import type { Turns } from './turns.ts';
import type { Wire, WireListener } from './wire.ts';

/** How it ended, and whether another message can follow: at once, after RSET, or not at all. */
interface Ending {
  readonly outcome: SessionOutcome;
  readonly next: 'ready' | 'reset' | 'never';
}

interface Job {
  readonly envelope: Envelope;
  readonly source: readonly Buffer[];
  readonly mayEnd: () => boolean | Promise<boolean>;
  readonly offered: Extensions;
  readonly urgent: boolean;
  /** Makes the next message, and answers with what begins it; see `SmtpSession.send`. */
  readonly follow: (() => (() => void) | null) | null;
  /** RSET goes first: the message before left its transaction open, or is still to be answered. */
  readonly reset: boolean;
}

/**
 * One message on the wire, RFC 5321 section 3.3.
 *
 * Commands are written in as few groups as the server's extensions allow (RFC 2920) and their
 * replies taken in order. When all have come, the message is all there but for its end: with CHUNKING
 * (RFC 3030) taken in one chunk, else drained into the socket. Then `mayEnd` is asked, and the end
 * written: `BDAT 0 LAST`, or the dot. From there on a connection that ends is a doubt.
 *
 * The next message may begin in the same write, its commands behind RSET, since a message that is
 * refused at its end leaves its transaction open (RFC 3030 section 2). Its own end waits for its own
 * replies, so it is never in doubt by the fate of this one.
 *
 * The outcome is told only when `mayEnd` has settled, so that the caller's journal has the intent
 * before the result.
 */
export class Transaction implements WireListener {
  readonly #wire: Wire;
  readonly #turns: Turns;
  readonly #job: Job;
  readonly #steps: readonly Step[];
  readonly #done: (ending: Ending) => void;
  #asked = 0;
  #answered = 0;
  /** The first refusal; what follows it in the group is only waited for. */
  #refusal: SessionOutcome | null = null;
  /** Parts of a large message are still to be written. */
  #writing = false;
  #state: 'envelope' | 'body' | 'asking' | 'lone-dot' | 'ended' | 'over' = 'envelope';
  /** What happened while `mayEnd` was being asked. */
  #meanwhile: SessionOutcome | null = null;

  constructor(wire: Wire, turns: Turns, job: Job, done: (ending: Ending) => void) {
    this.#wire = wire;
    this.#turns = turns;
    this.#job = job;
    this.#done = done;
    const data = job.offered.chunking ? 'BDAT' : 'DATA';
    this.#steps = job.reset ? ['RSET', 'MAIL', 'RCPT', data] : ['MAIL', 'RCPT', data];
  }

  start(): void {
    this.#turns.begin(this);
    this.#ask();
  }

  /** Writes the next group of commands. */
  #ask(): void {
    const { envelope, source, offered } = this.#job;
    let text = '';
    do {
      const step = this.#steps[this.#asked];
      // a large message is not thrown after a recipient who may be refused
      if (step === 'BDAT' && text !== '' && envelope.size > AT_ONCE) break;
      this.#asked++;
      if (step === 'RSET') text += 'RSET\r\n';
      else if (step === 'MAIL') text += envelope.mail;
      else if (step === 'RCPT') text += envelope.rcpt;
      else if (step === 'DATA') text += 'DATA\r\n';
      else {
        this.#write(`${text}BDAT ${envelope.size}\r\n`, source, () => {});
        return;
      }
    } while (offered.pipelining && this.#asked < this.#steps.length);
    this.#wire.write(text);
  }

  #write(text: string, parts: readonly Buffer[], drained: () => void): void {
    this.#writing = true;
    const queued = () => {
      this.#writing = false;
    };
    this.#wire.writeAll(text, parts, { queued, drained });
  }

  onReply(reply: Reply): void {
    if (this.#state === 'ended') this.#end(reply);
    else if (this.#state === 'lone-dot') {
      this.#finish(this.#refusal, reply.code === 421 ? 'never' : 'reset');
    } else if (this.#answered === this.#asked) this.#early(reply);
    else this.#judge(reply);
  }

  onGone(fault: SmtpFault): void {
    if (this.#state === 'ended') return this.#finish({ kind: 'doubt' }, 'never');
    const command = this.#steps[Math.min(this.#answered, this.#steps.length - 1)] ?? 'MAIL';
    this.#finish(this.#refusal ?? { kind: 'broken', fault: { command, ...fault } }, 'never');
  }

  #judge(reply: Reply): void {
    const step = this.#steps[this.#answered++] ?? 'DATA';
    const judged = judge(step, reply, this.#refusal);
    if (judged.kind === 'fault') {
      // a refusal that was told stands, but not that of a sender whose recipient was then taken
      const broken: SessionOutcome = { kind: 'broken', fault: judged.fault };
      return this.#finish(step === 'RCPT' ? broken : (this.#refusal ?? broken), 'never');
    }
    if (judged.kind === 'refusal') this.#refusal ??= judged.outcome;
    if (this.#answered < this.#asked) return;
    if (this.#refusal !== null) {
      // RFC 2920 section 3.1: data that nobody is to receive ends at once
      if (step !== 'DATA' || judged.kind === 'refusal') this.#finish(this.#refusal, 'reset');
      else {
        this.#state = 'lone-dot';
        this.#wire.write('.\r\n');
      }
    } else if (this.#answered < this.#steps.length) this.#ask();
    else this.#body();
  }

  #body(): void {
    const { source, offered } = this.#job;
    if (!offered.chunking) {
      this.#state = 'body';
      this.#write('', dotStuffed(source), () => this.#askToEnd());
    } else if (this.#writing) {
      // a chunk cannot have been taken that has not been written
      this.#break({ code: 'EPROTOCOL' });
    } else this.#askToEnd();
  }

  #askToEnd(): void {
    if (this.#state === 'over') return;
    const { follow, offered, urgent } = this.#job;
    const pipelined = offered.chunking && offered.pipelining;
    let begin: (() => void) | null = null;
    this.#state = 'asking';
    endSoon({
      urgent,
      // before the intent is written down: it takes a while, in which nothing should be in doubt
      follow: () => {
        if (pipelined && this.#meanwhile === null) begin = follow?.() ?? null;
      },
      end: () => this.#mayEnd(begin),
    });
  }

  #mayEnd(begin: (() => void) | null): void {
    // what is over already needs no intent
    if (this.#meanwhile !== null) return this.#leave(true, null);
    let answer: boolean | Promise<boolean>;
    try {
      answer = this.#job.mayEnd();
    } catch {
      answer = false;
    }
    if (typeof answer === 'boolean') return this.#leave(answer, begin);
    answer.then(
      (may) => this.#leave(may, begin),
      () => this.#leave(false, begin),
    );
  }

  #leave(may: boolean, begin: (() => void) | null): void {
    const { chunking } = this.#job.offered;
    this.#state = 'body';
    if (!may) {
      // what was given with DATA cannot be taken back but by leaving, RFC 5321 section 4.1.1.10
      const next = chunking && this.#meanwhile === null ? 'reset' : 'never';
      return this.#finish({ kind: 'withdrawn' }, next);
    }
    if (this.#meanwhile !== null) return this.#finish(this.#meanwhile, 'never');
    this.#state = 'ended';
    this.#wire.together(() => {
      this.#wire.write(chunking ? 'BDAT 0 LAST\r\n' : '.\r\n');
      begin?.();
    });
  }

  /** The reply to the end of the data. */
  #end(reply: Reply): void {
    if (reply.code >= 300 && reply.code < 400) return this.#finish({ kind: 'doubt' }, 'never');
    const outcome: SessionOutcome = { kind: 'answered', at: 'DATA', reply: serverReply(reply) };
    if (reply.code === 421) return this.#finish(outcome, 'never');
    this.#finish(outcome, reply.code < 300 ? 'ready' : 'reset');
  }

  /** A reply before the end of the data: some refuse in the middle of it, and close. */
  #early(reply: Reply): void {
    if (reply.code < 400) return this.#break({ code: 'EPROTOCOL' });
    if (reply.code === 421) return this.#break({ code: 'EREPLY', reply: serverReply(reply) });
    this.#finish({ kind: 'answered', at: 'DATA', reply: serverReply(reply) }, 'never');
  }

  #break(fault: SmtpFault): void {
    const command = this.#job.offered.chunking ? 'BDAT' : 'DATA';
    this.#finish({ kind: 'broken', fault: { command, ...fault } }, 'never');
  }

  #finish(outcome: SessionOutcome | null, next: Ending['next']): void {
    if (this.#state === 'over' || outcome === null) return;
    if (this.#state === 'asking') {
      this.#meanwhile ??= outcome;
      return;
    }
    this.#state = 'over';
    this.#turns.end(this);
    // octets that still wait to be written would fall into the next message
    this.#done({ outcome, next: this.#writing ? 'never' : next });
  }
}
