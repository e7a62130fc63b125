import type { Socket } from 'node:net';
import type { SinkState } from './state.ts';

const A_BYTE_EVERY = 1_000;

/** The answering half of a connection. */
export interface Voice {
  /** Answers once the ledger is written; `then` is called when the answer is on its way. */
  say(text: string, then?: () => void): void;
  /** The same socket, encrypted. */
  replace(socket: Socket): void;
  slow: boolean;
}

/** Answers of one turn leave in one write: after the ledger, in order, and as late as is asked for. */
export function voice(state: SinkState, first: Socket): Voice {
  let socket = first;
  let text = '';
  let after: (() => void)[] = [];
  const write = (bytes: string, then: readonly (() => void)[]) => {
    if (socket.destroyed) return;
    if (bytes !== '') socket.write(bytes, 'latin1');
    for (const one of then) one();
  };
  const drip = (bytes: string, then: readonly (() => void)[]) => {
    if (socket.destroyed) return;
    write(bytes.slice(0, 1), []);
    if (bytes.length > 1) setTimeout(drip, A_BYTE_EVERY, bytes.slice(1), then);
    else for (const one of then) one();
  };
  const answer = () => {
    const [bytes, then] = [text, after];
    text = '';
    after = [];
    if (self.slow) drip(short(bytes), then);
    else if (state.delay > 0) setTimeout(write, state.delay, bytes, then);
    else write(bytes, then);
  };
  const self: Voice = {
    slow: false,
    say(line, then) {
      if (text === '' && after.length === 0) state.soon(answer);
      if (line !== '') text += `${line}\r\n`;
      if (then !== undefined) after.push(then);
    },
    replace(secured) {
      socket = secured;
    },
  };
  return self;
}

/** Codes without their words, or a single message would take minutes. */
const short = (bytes: string) => bytes.replaceAll(/^(\d{3} \d\.\d\.\d) [^\r]*/gm, '$1');
