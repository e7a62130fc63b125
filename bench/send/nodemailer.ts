import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Sample } from './message-parts.ts';
import type { Place } from './place.ts';

const PROCESS = fileURLToPath(new URL('./nodemailer-process.ts', import.meta.url));
const PROCESSES = 2;

export interface NodemailerWork {
  readonly port: number;
  readonly authority: string;
  readonly sample: Pick<Sample, 'subject' | 'html' | 'text'>;
  readonly name: string;
  readonly count: number;
}

/** Nodemailer's own pool in two processes: the same content, rendered beforehand, to the same sink. */
export async function nodemailerPerSecond(
  { sink }: Place,
  sample: Sample,
  count: number,
): Promise<number> {
  await sink.reset();
  const { subject, html, text } = sample;
  const children = Array.from({ length: PROCESSES }, (_, index) => {
    const work: NodemailerWork = {
      port: sink.port,
      authority: sink.authority,
      sample: { subject, html, text },
      name: `other${index}-`,
      count: Math.ceil(count / PROCESSES),
    };
    const child = fork(PROCESS);
    child.send(work);
    return child;
  });
  await Promise.all(children.map((child) => once(child, 'message')));
  const began = performance.now();
  for (const child of children) child.send('go');
  await Promise.all(children.map((child) => once(child, 'message')));
  const seconds = (performance.now() - began) / 1000;
  const ended = children.map((child) => once(child, 'exit'));
  for (const child of children) child.disconnect();
  await Promise.all(ended);
  return Math.round(count / seconds);
}
