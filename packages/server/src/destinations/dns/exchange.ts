import { createSocket } from 'node:dgram';
import { connect, isIPv6 } from 'node:net';
import { type DnsReply, failed } from './answer.ts';
import { encodeQuestion, type Question, readReply } from './message.ts';

export interface Exchange {
  /** The server's IP address. */
  readonly address: string;
  readonly port: number;
  /** Milliseconds. */
  readonly patience: number;
  /** Ends it early, as unreachable. */
  readonly signal: AbortSignal;
}

/**
 * One question to one server over UDP, from a port of its own that takes packets of this server
 * alone. Never rejects.
 */
export function askByUdp(question: Question, exchange: Exchange): Promise<DnsReply> {
  const { address, port } = exchange;
  const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  return settled(
    exchange,
    () => socket.close(),
    (end) => {
      socket.on('error', () => end(failed('dns_unreachable')));
      socket.on('message', (bytes) => {
        const reply = readReply(bytes, question);
        if (reply !== null) end(reply);
      });
      socket.on('connect', () => socket.send(encodeQuestion(question)));
      socket.connect(port, address);
    },
  );
}

/** The same over TCP, for an answer that is too long for a packet (RFC 7766). Never rejects. */
export function askByTcp(question: Question, exchange: Exchange): Promise<DnsReply> {
  const { address: host, port } = exchange;
  const socket = connect({ host, port });
  return settled(
    exchange,
    () => socket.destroy(),
    (end) => {
      let bytes = Buffer.alloc(0);
      socket.on('error', () => end(failed('dns_unreachable')));
      socket.on('end', () => end(failed('dns_malformed')));
      socket.on('data', (more) => {
        bytes = Buffer.concat([bytes, more]);
        if (bytes.length < 2) return;
        const length = bytes.readUInt16BE(0);
        if (bytes.length < length + 2) return;
        const reply = readReply(bytes.subarray(2, length + 2), question);
        end(reply === null || reply.kind === 'truncated' ? failed('dns_malformed') : reply);
      });
      const query = encodeQuestion(question);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(query.length);
      socket.write(Buffer.concat([length, query]));
    },
  );
}

/** What comes first: the reply, the end of the patience, or the end of everything. */
function settled(
  { patience, signal }: Exchange,
  close: () => void,
  begin: (end: (reply: DnsReply) => void) => void,
): Promise<DnsReply> {
  return new Promise((resolve) => {
    let over = false;
    const end = (reply: DnsReply) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      close();
      resolve(reply);
    };
    const aborted = () => end(failed('dns_unreachable'));
    const timer = setTimeout(() => end(failed('dns_timeout')), patience);
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
    else begin(end);
  });
}
