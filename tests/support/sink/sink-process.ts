import type { Asked, Told } from './protocol.ts';
import { startSink } from './sink.ts';

/** The sink in a process of its own; it ends with its parent. */
const PROGRESS_EVERY = 20;

const tell = (told: Told) => process.send?.(told);
const sink = await startSink(JSON.parse(process.argv[2] ?? '{}'));

let told = '';
setInterval(() => {
  const counters = JSON.stringify(sink.counters);
  if (counters === told) return;
  told = counters;
  const { user, system } = process.cpuUsage();
  tell({ kind: 'counters', counters: sink.counters, cpu: (user + system) / 1000 });
}, PROGRESS_EVERY);

process.on('message', (asked: Asked) => {
  switch (asked.kind) {
    case 'faults':
      return sink.setFaults(asked.faults);
    case 'delay':
      return sink.setDelay(asked.milliseconds);
    case 'pause':
      return sink.pause(asked.paused);
    case 'kill':
      return sink.whenTaken(asked.count, () => {
        for (const pid of asked.pids) kill(pid);
        tell({ kind: 'killed', count: asked.count });
      });
    case 'reset':
      return sink.reset();
    case 'sample':
      return void sink.sample().then((source) => tell({ kind: 'sample', source }));
  }
});
process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => {});
tell({ kind: 'ready', port: sink.port, authority: sink.authority });

/** It may have ended by itself since. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}
