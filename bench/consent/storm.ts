import { Agent, request } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Storm {
  /** Of each request, from the moment at which it was due to the end of its answer. */
  readonly milliseconds: readonly number[];
  /** How many got another answer than 200, or none. */
  readonly refused: number;
  /** From the first request to the last answer. */
  readonly seconds: number;
}

/** Posts to each path once, at a steady rate, whether or not those before were answered. */
export async function storm(
  base: string,
  paths: readonly string[],
  perSecond: number,
): Promise<Storm> {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const milliseconds: number[] = [];
  let refused = 0;
  const began = performance.now();
  const posts: Promise<void>[] = [];
  for (const [place, path] of paths.entries()) {
    const due = began + (place * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 0) await sleep(early);
    posts.push(
      post(agent, base + path).then((status) => {
        milliseconds.push(performance.now() - due);
        if (status !== 200) refused += 1;
      }),
    );
  }
  await Promise.all(posts);
  const seconds = (performance.now() - began) / 1000;
  agent.destroy();
  return { milliseconds, refused, seconds };
}

/** As a mail program does it, RFC 8058 section 3.1. Answers the status; 0 when there was no answer. */
function post(agent: Agent, url: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const asked = request(url, { agent, method: 'POST', headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      answer.on('error', () => resolve(0));
    });
    asked.on('error', () => resolve(0));
    asked.end('List-Unsubscribe=One-Click');
  });
}
