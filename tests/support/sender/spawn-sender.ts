import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CHILD_ARGUMENTS,
  childEnvironment,
} from '../../../packages/server/src/commands/children.ts';
import type { SenderOptions, SenderReport } from './options.ts';

const PROCESS = fileURLToPath(new URL('./sender-process.ts', import.meta.url));

export interface Sender {
  readonly pid: number;
  readonly ended: Promise<unknown>;
  alive(): boolean;
  /** The most memory that it has had resident so far, in bytes. */
  peak(): number;
  /** Milliseconds of CPU so far. */
  cpu(): number;
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void;
  /** Lets it end what it has begun, and answers when it is gone. */
  stop(): Promise<void>;
}

/** `program`: the same process in one file, as the product has it. */
export function spawnSender(options: SenderOptions, program = PROCESS): Sender {
  const child = fork(program, [JSON.stringify(options)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: CHILD_ARGUMENTS,
    env: childEnvironment(join(tmpdir(), 'postern-code')),
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error('A sender could not be started.');
  const ended = once(child, 'exit');
  let last: SenderReport = { rss: 0, cpu: 0 };
  let peak = 0;
  child.on('message', (report: SenderReport) => {
    last = report;
    peak = Math.max(peak, report.rss, highWater(pid));
  });
  const alive = () => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    ended,
    alive,
    peak: () => peak,
    cpu: () => last.cpu,
    signal: (name) => void child.kill(name),
    async stop() {
      if (alive()) child.kill('SIGTERM');
      await ended;
    },
  };
}

/**
 * What the kernel saw between two reports. Not `maxRSS` of getrusage: that begins with the memory of
 * whoever forked the process.
 */
function highWater(pid: number): number {
  try {
    const [, kibibytes] =
      /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kibibytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}
