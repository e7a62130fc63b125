import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Faults } from './faults.ts';
import type { Asked, Told } from './protocol.ts';
import type { SinkOptions } from './sink.ts';
import { type Counters, noCounts } from './state.ts';

const PROCESS = fileURLToPath(new URL('./sink-process.ts', import.meta.url));

/** A sink in a process of its own, which no fault of the senders reaches. */
export interface SinkProcess {
  readonly port: number;
  readonly authority: string;
  readonly pid: number;
  /** As of some hundredths of a second ago. */
  counters(): Counters;
  /** Milliseconds of CPU since its start, as of then. */
  cpu(): number;
  /** Counts from nought again, and answers when `counters` does. */
  reset(): Promise<void>;
  setFaults(faults: Faults | null): void;
  setDelay(milliseconds: number): void;
  pause(paused: boolean): void;
  /** Kills the processes when so many are in the ledger, before the last is answered. */
  killAt(count: number, pids: readonly number[]): Promise<void>;
  sample(): Promise<Buffer>;
  close(): Promise<void>;
}

export async function spawnSink(options: SinkOptions): Promise<SinkProcess> {
  const child = fork(PROCESS, [JSON.stringify(options)], { serialization: 'advanced' });
  const ended = once(child, 'exit');
  let counters = noCounts();
  let cpu = 0;
  const wanted = new Set<(told: Told) => void>();
  child.on('message', (told: Told) => {
    if (told.kind === 'counters') ({ counters, cpu } = told);
    for (const look of wanted) look(told);
  });
  const answer = <Kind extends Told['kind']>(kind: Kind, is = (_: Told) => true) =>
    new Promise<Extract<Told, { kind: Kind }>>((resolve) => {
      const look = (told: Told) => {
        if (told.kind !== kind || !is(told)) return;
        wanted.delete(look);
        resolve(told as Extract<Told, { kind: Kind }>);
      };
      wanted.add(look);
    });
  const tell = (asked: Asked) => {
    if (child.connected) child.send(asked);
  };
  const { port, authority } = await answer('ready');

  return {
    port,
    authority,
    pid: child.pid ?? 0,
    counters: () => counters,
    cpu: () => cpu,
    async reset() {
      if (isNought(counters)) return;
      const done = answer(
        'counters',
        (told) => told.kind === 'counters' && isNought(told.counters),
      );
      tell({ kind: 'reset' });
      await done;
    },
    setFaults: (faults) => tell({ kind: 'faults', faults }),
    setDelay: (milliseconds) => tell({ kind: 'delay', milliseconds }),
    pause: (paused) => tell({ kind: 'pause', paused }),
    async killAt(count, pids) {
      const done = answer('killed', (told) => told.kind === 'killed' && told.count === count);
      tell({ kind: 'kill', count, pids });
      await done;
    },
    async sample() {
      const done = answer('sample');
      tell({ kind: 'sample' });
      return Buffer.from((await done).source);
    },
    async close() {
      child.removeAllListeners('message');
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

const isNought = ({ firstAt, connections }: Counters) => firstAt === 0 && connections === 0;
