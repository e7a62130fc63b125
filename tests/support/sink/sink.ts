import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { issueCertificate } from '../../../packages/server/src/delivery/sandbox-authority.ts';
import { converse } from './converse.ts';
import type { Faults } from './faults.ts';
import { openLedger } from './ledger.ts';
import { type Counters, noCounts, type SinkState } from './state.ts';

export interface SinkOptions {
  /** The file that its ledger is appended to. */
  readonly ledger: string;
  readonly faults?: Faults;
  readonly delay?: number;
}

/** A mail server on localhost that does nothing but take mail and write down that it did. */
export interface Sink {
  readonly port: number;
  /** PEM to verify it against. */
  readonly authority: string;
  readonly counters: Counters;
  setFaults(faults: Faults | null): void;
  /** Milliseconds before each answer. */
  setDelay(milliseconds: number): void;
  /** Holds back all answers, or lets them go. */
  pause(paused: boolean): void;
  /** Calls back when so many are in the ledger, before the last of them is answered. */
  whenTaken(count: number, call: () => void): void;
  /** Counts from nought again; connections keep their numbers. */
  reset(): void;
  /** The next message that it takes, byte for byte. */
  sample(): Promise<Buffer>;
  close(): Promise<void>;
}

export async function startSink(options: SinkOptions): Promise<Sink> {
  const issued = await issueCertificate(new Date(), 'localhost');
  const context = createSecureContext({
    key: issued.key,
    cert: issued.certificate,
    minVersion: 'TLSv1.2',
  });
  const ledger = openLedger(options.ledger);
  const sockets = new Set<Socket>();
  let answers: (() => void)[] = [];
  let scheduled = false;
  let paused = false;
  let awaited: { readonly count: number; readonly call: () => void }[] = [];

  const turn = () => {
    scheduled = false;
    if (paused) return;
    ledger.flush();
    const due = awaited.filter(({ count }) => state.counters.taken >= count);
    if (due.length > 0) {
      awaited = awaited.filter((one) => !due.includes(one));
      for (const { call } of due) call();
    }
    const now = answers;
    answers = [];
    for (const answer of now) answer();
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(turn);
  };
  const state: SinkState = {
    ledger,
    counters: noCounts(),
    attempts: new Map(),
    connections: 0,
    faults: options.faults ?? null,
    delay: options.delay ?? 0,
    sample: null,
    soon(answer) {
      answers.push(answer);
      schedule();
    },
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    converse(state, context, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: 'localhost', backlog: 1024 }, resolve);
  });

  return {
    port: (server.address() as AddressInfo).port,
    authority: issued.authority,
    counters: state.counters,
    setFaults(faults) {
      state.faults = faults;
    },
    setDelay(milliseconds) {
      state.delay = milliseconds;
    },
    pause(next) {
      paused = next;
      schedule();
    },
    whenTaken(count, call) {
      awaited.push({ count, call });
      schedule();
    },
    reset() {
      Object.assign(state.counters, noCounts());
    },
    sample: () =>
      new Promise((resolve) => {
        state.sample = resolve;
      }),
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      ledger.flush();
      ledger.close();
    },
  };
}
