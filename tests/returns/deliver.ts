import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';

/** How a mail server answered, in its own words. */
export interface Answer {
  readonly code: number;
  readonly text: string;
}

/** Brings one message over STARTTLS, as a mail server on the internet does. */
export async function deliver(
  { port, authority, name }: { port: number; authority: string; name: string },
  mail: { readonly from?: string; readonly to: string; readonly source: string },
): Promise<Answer> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    requireTLS: true,
    tls: { ca: authority, servername: name },
  });
  try {
    const envelope = { from: mail.from ?? '', to: [mail.to] };
    const { response } = await transport.sendMail({ envelope, raw: mail.source });
    return { code: Number(response.slice(0, 3)), text: response };
  } catch (error) {
    const { responseCode, response } = error as { responseCode?: number; response?: string };
    if (responseCode === undefined) throw error;
    return { code: responseCode, text: response ?? '' };
  } finally {
    transport.close();
  }
}

/** A conversation in clear, a line at a time. */
export interface Conversation {
  readonly socket: Socket;
  say(line: string): Promise<Answer>;
  heard(): Promise<Answer>;
}

export async function converse(port: number): Promise<Conversation> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  let text = '';
  let ended = false;
  let wake = () => {};
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
      const found = /^(?:\d{3}-.*\r\n)*(\d{3}) .*\r\n/.exec(text);
      if (found) {
        text = text.slice(found[0].length);
        return { code: Number(found[1]), text: found[0] };
      }
      if (ended) return { code: 0, text };
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  await heard();
  return {
    socket,
    heard,
    async say(line) {
      socket.write(`${line}\r\n`);
      return heard();
    },
  };
}
