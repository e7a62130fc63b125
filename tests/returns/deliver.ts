import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as secure } from 'node:tls';

/** How a mail server answered, in its own words. */
export interface Answer {
  readonly code: number;
  readonly text: string;
}

/** A conversation with a mail server, a line at a time. */
export interface Conversation {
  readonly socket: Socket;
  say(line: string): Promise<Answer>;
  /** What it says next; code 0 when it has hung up. */
  heard(): Promise<Answer>;
}

/** In clear, past the greeting. */
export async function converse(port: number): Promise<Conversation> {
  const talk = over(connect(port, '127.0.0.1'));
  await talk.heard();
  return talk;
}

/**
 * Brings one message over STARTTLS, as a mail server on the internet does. Without an authority any
 * certificate will do, as it does there (RFC 7435).
 */
export async function deliver(
  { port, authority, name }: { port: number; authority: string | null; name: string },
  mail: { readonly from?: string; readonly to: string; readonly source: string },
): Promise<Answer> {
  const clear = await converse(port);
  await clear.say('EHLO peer.example.net');
  await clear.say('STARTTLS');
  clear.socket.removeAllListeners('data');
  const verified = authority === null ? { rejectUnauthorized: false } : { ca: authority };
  const socket = secure({ socket: clear.socket, servername: name, ...verified });
  await once(socket, 'secureConnect');
  const talk = over(socket);
  try {
    const stuffed = mail.source.replaceAll(/^\./gm, '..');
    const body = stuffed.endsWith('\r\n') ? stuffed : `${stuffed}\r\n`;
    let answer: Answer = { code: 0, text: '' };
    for (const line of [
      'EHLO peer.example.net',
      `MAIL FROM:<${mail.from ?? ''}>`,
      `RCPT TO:<${mail.to}>`,
      'DATA',
      `${body}.`,
    ]) {
      answer = await talk.say(line);
      if (answer.code >= 400) break;
    }
    return answer;
  } finally {
    socket.destroy();
  }
}

function over(socket: Socket): Conversation {
  let text = '';
  let ended = false;
  let wake = () => {};
  socket.on('error', () => {});
  socket.on('data', (part: Buffer) => {
    text += part.toString();
    wake();
  });
  socket.on('close', () => {
    ended = true;
    wake();
  });
  const heard = async (): Promise<Answer> => {
    for (;;) {
      const found = /^(?:\d{3}-.*\r\n)*((\d{3}) .*)\r\n/.exec(text);
      if (found) {
        text = text.slice(found[0].length);
        return { code: Number(found[2]), text: found[1] ?? '' };
      }
      if (ended) return { code: 0, text };
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    socket,
    heard,
    async say(line) {
      socket.write(`${line}\r\n`);
      return heard();
    },
  };
}
